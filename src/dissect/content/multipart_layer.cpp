#include "dissect/content/layers.h"

#include "base/text.h"
#include "dissect/header/parameters.h"
#include "dissect/multipart/multipart.h"

namespace petze::content {

namespace {

class MultipartLayer : public ContentDissector, private MultipartHandler {
public:
    MultipartLayer(Scope& scope, Origin const* origin, std::string_view boundary)
        : m_scope(scope)
        , m_origin(origin)
        , m_reader(boundary, *this)
    {
    }

    void take(Bytes piece) override { m_reader.take(piece); }
    void gap() override { m_reader.gap(); }
    void finish() override
    {
        m_reader.finish();
        if (m_outside)
            m_outside->finish();
    }

private:
    void part_begins(HeaderLines const& head) override
    {
        auto const header = [&](std::string_view name) {
            auto const* value = find_header(head.lines, name);
            return value ? std::string_view{*value} : std::string_view{};
        };
        auto const disposition = header("content-disposition");
        auto const name = parameter(disposition, "name");
        m_step = "multipart:" + (name.empty() ? std::to_string(m_index) : readable(name));
        ++m_index;
        m_node = {m_origin, m_step};
        tell_headers(head);
        Hints hints{.content_type = std::string{header("content-type")},
                    .filename = parameter(disposition, "filename")};
        if (auto const coding = coding_named(header("content-transfer-encoding")))
            hints.codings.push_back(*coding);
        m_part = m_scope.may_open(&m_node) ? make_layer(m_scope, &m_node, std::move(hints))
                                           : make_raw_layer(m_scope, &m_node);
    }
    void part_data(Bytes piece) override { m_part->take(piece); }
    void lost() override
    {
        if (m_part)
            m_part->gap();
        if (m_outside)
            m_outside->gap();
    }
    void part_ends(bool whole) override
    {
        if (!whole)
            m_part->gap();
        m_part->finish();
        m_part.reset();
    }
    void between_parts(Bytes piece) override
    {
        if (!m_outside && trim(as_text(piece)).empty())
            return;
        if (!m_outside)
            m_outside = make_raw_layer(m_scope, m_origin);
        m_outside->take(piece);
    }

    // What a part's sender says of it, such as the name of a photo.
    void tell_headers(HeaderLines const& head)
    {
        auto const stamp = m_scope.layers.data;
        auto const frames = frames_of(stamp);
        for (auto const& line : head.lines)
            m_scope.tell(line.name + ": " + line.value, &m_node, frames);
        for (auto const other : head.others)
            m_scope.tell(other, &m_node, frames);
    }

    Scope& m_scope;
    Origin const* m_origin;
    std::string m_step;
    Origin m_node;
    MultipartReader m_reader;
    Layer m_part;
    Layer m_outside; // before the first part and after the last
    std::size_t m_index = 0;
};

} // namespace

Layer make_multipart_layer(Scope& scope, Origin const* origin, std::string_view boundary)
{
    return std::make_unique<MultipartLayer>(scope, origin, boundary);
}

} // namespace petze::content
