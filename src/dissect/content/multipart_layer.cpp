#include "dissect/content/layers.h"

#include "base/limits.h"
#include "base/text.h"
#include "dissect/header/parameters.h"
#include "dissect/multipart/multipart.h"
#include "dissect/upload/form_upload.h"
#include "dissect/upload/upload_teller.h"

#include <utility>

namespace petze::content {

namespace {

class MultipartLayer : public ContentDissector, private MultipartHandler {
public:
    MultipartLayer(Scope& scope, Origin const* origin, std::string_view boundary,
                   std::optional<UploadPlace> upload)
        : m_scope(scope)
        , m_origin(origin)
        , m_reader(boundary, *this)
        , m_upload(std::move(upload))
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
        if (m_scope.layers.uploads && m_scope.context.direction == Direction::to_server)
            begin_upload(name, disposition, hints);
        m_part = m_scope.may_open(&m_node) ? make_layer(m_scope, &m_node, std::move(hints))
                                           : make_raw_layer(m_scope, &m_node);
    }
    void part_data(Bytes piece) override
    {
        m_part->take(piece);
        if (m_teller)
            m_teller->take(piece);
        if (!m_field.empty() && m_value.size() <= limits::upload_name_bytes)
            m_value += as_text(piece);
    }
    void lost() override
    {
        if (m_teller)
            m_teller->gap();
        if (m_part)
            m_part->gap();
        if (m_outside)
            m_outside->gap();
    }
    void part_ends(bool whole) override
    {
        if (!whole)
            m_part->gap();
        if (m_teller)
            m_teller->flush();
        m_part->finish();
        m_part.reset();
        if (m_teller)
            m_teller->finish(whole);
        m_teller.reset();
        if (!m_field.empty() && whole)
            m_form.take(m_field, m_value);
        m_field.clear();
        m_value.clear();
    }
    void between_parts(Bytes piece) override
    {
        if (!m_outside && trim(as_text(piece)).empty())
            return;
        if (!m_outside)
            m_outside = make_raw_layer(m_scope, m_origin);
        m_outside->take(piece);
    }

    // The part may be one of a file's, or a field that tells which.
    void begin_upload(std::string_view name, std::string_view disposition, Hints const& hints)
    {
        bool const is_file = disposition.find("filename") != npos;
        if (!is_file && FormUpload::names(name))
            m_field = name;
        if (!is_file || !hints.codings.empty())
            return;
        auto place = std::exchange(m_upload, {});
        if (!place)
            place = m_form.place(m_scope.context.hostname);
        if (!place)
            return;
        auto piece = piece_of(std::move(*place));
        piece.hostname = m_scope.context.hostname;
        piece.path = path_of(&m_node);
        piece.content_type = hints.content_type;
        piece.filename = hints.filename;
        m_teller.emplace(m_scope.layers, std::move(piece));
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
    std::optional<UploadPlace> m_upload; // of its first file
    FormUpload m_form;
    std::string m_field; // at hand, where it tells of the file
    std::string m_value;
    std::optional<UploadTeller> m_teller;
    Layer m_part;
    Layer m_outside; // before the first part and after the last
    std::size_t m_index = 0;
};

} // namespace

Layer make_multipart_layer(Scope& scope, Origin const* origin, std::string_view boundary,
                           std::optional<UploadPlace> upload)
{
    return std::make_unique<MultipartLayer>(scope, origin, boundary, std::move(upload));
}

} // namespace petze::content
