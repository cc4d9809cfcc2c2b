#pragma once

#include "base/digest.h"
#include "dissect/layer.h"

#include <memory>
#include <string>
#include <string_view>

namespace petze {

/// What is known of a payload before its first byte. Copied.
struct PayloadDescription {
    std::string_view step;           // of the path: "websocket", "mqtt:publish:a/b"
    std::string_view content_type{}; // as declared, where it is
    std::string_view content_encoding{};
    MessageContext context{};
};

/// The payload of one AppMessage on its way through: counted, hashed, and taken apart by
/// content/, a piece at a time.
class Payload {
public:
    Payload(LayerContext& layers, Origin const* parent, PayloadDescription const& description);
    /// Only counted and hashed: what reads it is somebody else.
    Payload();
    Payload(Payload const&) = delete;
    Payload& operator=(Payload const&) = delete;

    void take(Bytes piece);
    /// Bytes of it are missing here.
    void gap();
    /// Nothing more comes. Where `whole` is false, more should have. Returns the message with
    /// its length and hash, of the bytes that were seen.
    AppMessage finish(std::string_view protocol, Direction direction, std::string name, bool whole);

private:
    std::string m_step;
    Origin m_node;
    Sha256 m_digest;
    std::uint64_t m_length = 0;
    bool m_gap = false;
    std::unique_ptr<ContentDissector> m_content;
};

} // namespace petze
