#include "dissect/content/layers.h"

#include "base/text.h"

#include <algorithm>
#include <utility>

namespace petze::content {

namespace {

/// HTML standard, 9.2.6: lines "field: value"; an empty line ends an event.
class SseLayer : public ContentDissector {
public:
    SseLayer(Scope& scope, Origin const* origin)
        : m_scope(scope)
        , m_origin(origin)
        , m_node{origin, "sse"}
        , m_kept(scope.layers)
    {
    }

    void take(Bytes piece) override
    {
        auto text = as_text(piece);
        while (!text.empty() && !m_rest)
            text.remove_prefix(take_line(text));
        if (!text.empty())
            m_rest->take(as_bytes(text));
    }
    // What is there of an event is told; what comes then is a line of its own.
    void gap() override
    {
        if (m_rest)
            m_rest->gap();
        else
            flush();
    }
    void finish() override
    {
        if (m_rest)
            m_rest->finish();
        else
            flush();
    }

private:
    static constexpr std::size_t overlap_bytes = 1024;

    std::size_t take_line(std::string_view text)
    {
        if (std::exchange(m_after_return, false) && text[0] == '\n')
            return 1;
        auto const end = text.find_first_of("\r\n");
        auto const part = text.substr(0, end);
        if (m_line.empty())
            m_line_begin = m_scope.layers.data;
        if (m_kept.grow(part.size()) < part.size()) {
            give_up();
            return 0;
        }
        if (end == npos) {
            m_line += part;
            return text.size();
        }
        m_after_return = text[end] == '\r';
        if (m_line.empty()) {
            line(part);
        } else {
            m_line += part;
            line(m_line);
            m_line.clear();
        }
        return end + 1;
    }

    void line(std::string_view line)
    {
        if (line.empty()) {
            dispatch();
            return;
        }
        auto const colon = line.find(':');
        auto const name = line.substr(0, colon);
        auto value = colon == npos ? std::string_view{} : line.substr(colon + 1);
        if (value.starts_with(' '))
            value.remove_prefix(1);
        if (name == "data")
            add(value);
        else if (colon != npos)
            tell_other(name.empty() ? "comment" : name, value);
        else
            tell_other("field", name);
        if (m_data.empty())
            m_kept.clear();
    }

    void add(std::string_view value)
    {
        if (!m_data.empty())
            m_data += '\n';
        m_marks.add(m_data.size(), m_line_begin);
        m_data += value;
        // A line that came in several packets.
        if (!value.empty())
            m_marks.add(m_data.size() - 1, m_scope.layers.data);
    }

    void tell_other(std::string_view name, std::string_view value)
    {
        if (value.empty())
            return;
        auto const step = "sse:" + readable(name);
        Origin const node{m_origin, step};
        auto const& last = m_scope.layers.data;
        FrameRange frames{last.capture, last.frame, last.frame};
        if (m_line_begin.capture == last.capture)
            frames.first = std::min(m_line_begin.frame, last.frame);
        tell_string(m_scope, value, &node, {nullptr, 0, 0, frames});
    }

    void dispatch()
    {
        if (!m_data.empty())
            tell_document(m_scope, m_data, &m_node, {&m_marks, 0, m_data.size()},
                          DocumentKind::text);
        m_data.clear();
        m_marks.clear();
        m_kept.clear();
    }
    void flush()
    {
        if (!m_line.empty()) {
            auto const last = std::move(m_line);
            m_line.clear();
            line(last);
        }
        dispatch();
        m_after_return = false;
    }

    // Longer than anything that is kept whole: told so far, then searched as it passes.
    void give_up()
    {
        auto const& last = m_line.empty() ? m_data : m_line;
        auto const overlap = last.substr(last.size() - std::min(last.size(), overlap_bytes));
        flush();
        m_rest = make_raw_layer(m_scope, &m_node);
        m_rest->take(as_bytes(overlap));
    }

    Scope& m_scope;
    Origin const* m_origin;
    Origin m_node;
    std::string m_line; // not whole yet
    Stamp m_line_begin;
    std::string m_data; // of the event at hand
    Marks m_marks;
    Kept m_kept;                 // of both
    bool m_after_return = false; // "\r" ended the line; a "\n" behind it is part of that end
    Layer m_rest;
};

} // namespace

Layer make_sse_layer(Scope& scope, Origin const* origin)
{
    return std::make_unique<SseLayer>(scope, origin);
}

} // namespace petze::content
