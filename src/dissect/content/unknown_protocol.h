#pragma once

#include "dissect/content/content.h"

#include <memory>
#include <string_view>

namespace petze {

/// What is said in a protocol that nobody here knows: searched as it passes, as one stream for
/// each direction. Where a piece holds content that is known by its first bytes (compressed, a
/// file, JSON, XML), at its beginning or behind a short head, that is taken apart instead.
class UnknownProtocol {
public:
    /// `step` of every path; a literal.
    UnknownProtocol(LayerContext& context, Origin const* parent, std::string_view step);
    UnknownProtocol(UnknownProtocol const&) = delete;
    UnknownProtocol& operator=(UnknownProtocol const&) = delete;

    void take(Direction direction, Bytes piece);
    void gap(Direction direction);
    void finish(Direction direction);
    /// Nothing that is said later goes on with what was: messages that are no stream.
    void end_message(Direction direction);

    /// Whether anybody wants any of it.
    bool is_wanted() const { return m_wanted; }

private:
    struct Side {
        std::unique_ptr<ContentSink> sink;
        std::unique_ptr<ContentDissector> content;
        std::size_t pieces = 0; // without content
        bool opened = false;
        bool is_document{}; // of the content: it ends where the other side answers
    };

    void begin(Side& side, Direction direction, Bytes piece);
    void search(Side& side, Direction direction, Bytes piece);
    void end_content(Side& side);

    LayerContext& m_context;
    Origin m_origin;
    Side m_sides[2];
    bool m_wanted = true;
};

} // namespace petze
