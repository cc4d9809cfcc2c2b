#pragma once

#include "base/digest.h"
#include "dissect/content/content.h"
#include "dissect/http1/message_reader.h"
#include "dissect/http1/start_line.h"
#include "dissect/layer.h"

#include <memory>
#include <optional>
#include <string>

namespace petze::http1 {

/// A request and its answer, as far as they were seen.
struct Exchange {
    HttpExchange told;
    bool request_ended{};
    bool response_ended{};

    void begin_request(RequestLine const& line, HeaderLines const& head);
    void begin_response(StatusLine const& line, HeaderLines const& head);

    /// Whom the request is for: Host, else the authority in its target (RFC 9112 §3.2.2).
    std::string hostname() const;
    /// What the target calls its last part, where that looks like a file's name.
    std::string filename() const;
};

/// A body on its way through: counted, hashed, and taken apart by content/. The hash is of what
/// is left when the transfer coding is undone.
class Body {
public:
    Body(LayerContext& layers, Origin const* parent, std::string step, HeaderLines const& head,
         std::string const& filename, MessageContext const& context);

    void take(Bytes piece);
    void gap();
    /// Nothing where there was not one byte of it.
    std::optional<HttpBody> finish(bool complete);

private:
    std::string m_step;
    Origin m_node;
    Sha256 m_digest;
    HttpBody m_told;
    bool m_gap = false;
    std::unique_ptr<ContentDissector> m_content;
};

} // namespace petze::http1
