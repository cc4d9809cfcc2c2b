#pragma once

#include "base/digest.h"
#include "dissect/coding/coding.h"
#include "dissect/content/content.h"
#include "dissect/header/header_lines.h"
#include "dissect/http/upload_note.h"
#include "dissect/layer.h"
#include "dissect/upload/upload_teller.h"

#include <memory>
#include <optional>
#include <string>

namespace petze::http {

/// A body on its way through: counted, hashed, and taken apart by content/. The hash is of what
/// is left when the transfer coding or framing is undone. A body without a byte costs nothing.
class Body {
public:
    /// `step` is its place in a path: "http:request:body". Everything but `parent` is copied.
    Body(LayerContext& layers, Origin const* parent, std::string step, HeaderLines const& headers,
         std::string const& filename, MessageContext const& context);

    /// It is part of this upload. Before the first byte.
    void join(UploadPlace const& upload);
    /// It answers a request that is part of this upload. Before the first byte.
    void answer(UploadPlace const& upload);
    void take(Bytes piece);
    void gap();
    /// Nothing where there was not one byte of it.
    std::optional<HttpBody> finish(bool complete);

private:
    void open();
    void begin_upload();
    void pass_to_upload(Bytes piece);

    LayerContext& m_layers;
    std::string m_step;
    Origin m_node;
    std::string m_type;
    std::string m_codings; // of m_told.encoding, in the order in which they were applied
    std::string m_message_encoding;
    std::string m_filename;
    std::string m_hostname;
    Direction m_direction;
    std::optional<Sha256> m_digest; // with the first byte, as m_content
    HttpBody m_told;
    bool m_gap = false;
    std::optional<UploadPlace> m_upload;
    std::optional<UploadNote> m_note;            // where it tells of other parts
    std::optional<UploadTeller> m_upload_teller; // with the first byte
    std::unique_ptr<Decoder> m_unframed;         // for it, where each part has its own chunks
    std::unique_ptr<ContentDissector> m_content;
};

} // namespace petze::http
