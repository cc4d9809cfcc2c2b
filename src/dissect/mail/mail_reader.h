#pragma once

#include "base/digest.h"
#include "dissect/layer.h"
#include "dissect/marks.h"

#include <memory>
#include <string>
#include <string_view>

namespace petze {

/// A message of the Internet's mail (RFC 5322), as it comes: header fields told one by one, with
/// their encoded words undone (RFC 2047); the body, and its parts where it has some (RFC 2046),
/// taken apart by content/. Holds no more than the header block.
class MailReader {
public:
    MailReader(LayerContext& layers, Origin const* parent, Direction direction);
    MailReader(MailReader const&) = delete;
    MailReader& operator=(MailReader const&) = delete;

    void take(Bytes piece);
    void gap();
    /// Nothing more comes. Returns the message with length and hash of all that was seen.
    AppMessage finish(std::string_view protocol, std::string name, bool whole);

private:
    void tell_head(std::string_view head);
    void begin_body(std::string_view head);
    void give_up_on_head();

    LayerContext& m_layers;
    Origin const* m_parent;
    Origin m_body_node;
    Direction m_direction;
    Sha256 m_digest;
    std::uint64_t m_length = 0;
    std::string m_head; // not whole yet
    std::size_t m_searched = 0;
    Marks m_marks;
    bool m_gap = false;
    std::unique_ptr<ContentDissector> m_body;
};

} // namespace petze
