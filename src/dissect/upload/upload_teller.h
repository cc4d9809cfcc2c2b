#pragma once

#include "dissect/layer.h"
#include "dissect/upload/upload_place.h"
#include "dissect/upload_piece.h"

namespace petze {

/// What is said of every piece of a part.
UploadPiece piece_of(UploadPlace&& place);

/// Hands the bytes of one part on, some at a time.
class UploadTeller {
public:
    UploadTeller(LayerContext& layers, UploadPiece&& begin);

    void take(Bytes piece);
    /// Where what follows belongs is not known.
    void gap();
    /// What was held back; then the end, once all that was found in this part has been told.
    void flush();
    void finish(bool complete);

private:
    void send(UploadPiece&& piece) const;

    LayerContext& m_layers;
    UploadPiece m_next;
    bool m_lost = false;
};

} // namespace petze
