#pragma once

#include "base/held_content.h"
#include "dissect/layer.h"
#include "dissect/upload/upload_place.h"

namespace petze::http {

/// A body that tells of an upload's parts: in which order they stand (Azure), or what those that
/// follow are called (Dropbox). Kept whole, where there is room.
class UploadNote {
public:
    UploadNote(LayerContext& layers, UploadPlace place);

    void take(Bytes piece);
    /// All of it was there.
    void finish();

private:
    LayerContext& m_layers;
    UploadPlace m_place;
    HeldBytes m_body;
    bool m_is_too_long = false;
};

/// A key that nothing else has, for what is called so by its answer alone.
void name_by_packet(UploadPlace& place, Stamp const& stamp, std::uint64_t stream);

} // namespace petze::http
