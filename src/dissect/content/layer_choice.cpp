#include "dissect/content/layers.h"

#include "base/text.h"
#include "dissect/archive/tar.h"
#include "dissect/contentline/contentline.h"
#include "dissect/form/form.h"
#include "dissect/header/parameters.h"
#include "dissect/json/json.h"
#include "dissect/multipart/multipart.h"
#include "dissect/xml/xml.h"

#include <algorithm>

namespace petze::content {

namespace {

constexpr std::size_t first_bytes = 64;

bool is_json_type(std::string_view type)
{
    auto const name = main_value(type);
    return name == "application/json" || name == "text/json" || name.ends_with("+json")
           || name == "application/x-ndjson";
}
bool is_form_type(std::string_view type)
{
    return main_value(type) == "application/x-www-form-urlencoded";
}
bool is_protobuf_type(std::string_view type)
{
    auto const name = main_value(type);
    return name == "application/protobuf" || name == "application/x-protobuf"
           || name == "application/vnd.google.protobuf" || name == "application/x-google-protobuf";
}
bool is_multipart_type(std::string_view type)
{
    return type.size() > 10 && equal_ignoring_case(type.substr(0, 10), "multipart/");
}

// What holds files only wrapped in its text.
bool is_document_type(std::string_view type)
{
    return is_json_type(type) || is_form_type(type)
           || (type.size() > 5 && equal_ignoring_case(type.substr(0, 5), "text/"));
}

/// What bytes alone do not tell: framings that a type declares.
enum class Declared : std::uint8_t { none, grpc, grpc_text, sse, dns };

Declared declared_by(std::string_view type)
{
    auto const name = main_value(type);
    if (name.starts_with("application/grpc-web-text"))
        return Declared::grpc_text;
    if (name.starts_with("application/grpc"))
        return Declared::grpc;
    if (name == "text/event-stream")
        return Declared::sse;
    return name == "application/dns-message" ? Declared::dns : Declared::none;
}

// Base64 or hex and nothing else: no blank, no other sign.
bool looks_wrapped(std::string_view text)
{
    return text.size() >= 16 && std::all_of(text.begin(), text.end(), [](char c) {
               auto const lower = to_lower(c);
               return (lower >= 'a' && lower <= 'z') || is_digit(c)
                      || std::string_view{"+/-_=\r\n"}.find(c) != npos;
           });
}

class Choice : public ContentDissector {
public:
    Choice(Scope& scope, Origin const* origin, Hints hints)
        : m_scope(scope)
        , m_origin(origin)
        , m_hints(std::move(hints))
    {
    }

    void take(Bytes piece) override
    {
        if (m_chosen) {
            m_chosen->take(piece);
            return;
        }
        if (m_first.empty() && piece.size() >= first_bytes) {
            choose(piece);
            m_chosen->take(piece);
            return;
        }
        m_marks.add(m_first.size(), m_scope.layers.data);
        m_first += as_text(piece);
        if (m_first.size() >= first_bytes)
            settle();
    }
    void gap() override
    {
        settle();
        m_chosen->gap();
    }
    void finish() override
    {
        if (!m_chosen && m_first.empty())
            return;
        if (!m_chosen && !m_scope.layers.fields.searches() && m_hints.codings.empty()
            && is_short_text())
            return;
        if (!m_chosen && m_hints.codings.empty() && is_short_text()) {
            tell_document(m_scope, m_first, m_origin, {&m_marks, 0, m_first.size()}, kind());
            return;
        }
        settle();
        m_chosen->finish();
    }

private:
    // Short texts are told whole, without the cost of a stream.
    bool is_short_text() const
    {
        return is_text(as_bytes(m_first)) && !m_first.starts_with('<')
               && !is_multipart_type(m_hints.content_type)
               && multipart_boundary(as_bytes(m_first)).empty()
               && declared_by(m_hints.content_type) == Declared::none
               && !file_type_of(as_bytes(m_first));
    }
    // What the phone sends is rarely long, and its parts may be wrapped: so it is kept whole. Of
    // what it loads most is text for its screen.
    bool is_uploaded_text(Bytes first) const
    {
        return m_scope.context.direction == Direction::to_server && first.size() >= first_bytes
               && begins_as_text(first.first(first_bytes))
               && !trim(as_text(first)).starts_with('<');
    }
    // Where nobody searches, documents are not taken apart: only files are told.
    bool is_of_no_use() const
    {
        return !m_scope.layers.fields.searches() && is_document_type(m_hints.content_type);
    }
    DocumentKind kind() const
    {
        if (is_json_type(m_hints.content_type))
            return DocumentKind::json;
        if (is_protobuf_type(m_hints.content_type))
            return DocumentKind::protobuf;
        return is_form_type(m_hints.content_type) ? DocumentKind::form : DocumentKind::text;
    }

    void settle()
    {
        if (m_chosen)
            return;
        choose(as_bytes(m_first));
        hand_on(m_first, {&m_marks, 0, m_first.size()}, m_scope, *m_chosen);
        m_first = {};
    }

    void choose(Bytes first)
    {
        if (m_hints.searched_only || is_of_no_use() || !m_scope.may_open(m_origin)) {
            m_chosen = make_raw_layer(m_scope, m_origin);
            return;
        }
        if (choose_coding(first) || choose_multipart(first) || choose_declared())
            return;
        if (auto const* type = file_type_of(first)) {
            m_chosen = make_file_layer(m_scope, m_origin, std::move(m_hints), *type);
            return;
        }
        choose_text(first);
    }

    bool choose_coding(Bytes first)
    {
        auto const found = coding_of(first);
        while (!m_hints.codings.empty()) {
            auto const coding = m_hints.codings.back();
            m_hints.codings.pop_back();
            // RFC 9110 §8.4: some servers declare what they did not do.
            if ((coding == Coding::gzip || coding == Coding::zstd) && found != coding) {
                m_scope.layers.tally.count(
                    std::string{name_of(coding)}.append(": declared, not there"));
                continue;
            }
            m_chosen = make_coding_layer(m_scope, m_origin, coding, inner_hints());
            return true;
        }
        // Packed documents, as a rule: see is_of_no_use().
        if (found && !m_scope.layers.fields.searches())
            m_chosen = make_raw_layer(m_scope, m_origin);
        else if (found)
            m_chosen = make_coding_layer(m_scope, m_origin, *found, inner_hints());
        return found.has_value();
    }
    Hints inner_hints()
    {
        auto hints = std::move(m_hints);
        hints.digest = nullptr;
        return hints;
    }

    bool choose_multipart(Bytes first)
    {
        std::string boundary;
        if (is_multipart_type(m_hints.content_type)) {
            boundary = parameter(m_hints.content_type, "boundary");
            if (boundary.empty())
                boundary = boundary_of(first);
        } else {
            boundary = multipart_boundary(first);
        }
        if (!boundary.empty())
            m_chosen =
                make_multipart_layer(m_scope, m_origin, boundary, std::move(m_hints.form_upload));
        return !boundary.empty();
    }

    bool choose_declared()
    {
        switch (declared_by(m_hints.content_type)) {
        case Declared::none:
            return false;
        case Declared::grpc:
            m_chosen = make_grpc_layer(m_scope, m_origin, m_hints);
            break;
        case Declared::grpc_text: // gRPC-Web: each message in base64, one behind the other
            m_hints.content_type = "application/grpc-web";
            m_chosen = make_coding_layer(m_scope, m_origin, Coding::base64, inner_hints());
            break;
        case Declared::sse:
            m_chosen = make_sse_layer(m_scope, m_origin);
            break;
        case Declared::dns:
            m_chosen = make_dns_layer(m_scope, m_origin);
            break;
        }
        return true;
    }

    void choose_text(Bytes first)
    {
        auto const text = as_text(first);
        auto const begin = text.substr(0, first_bytes);
        if (!m_scope.layers.fields.searches()) {
            m_chosen = make_raw_layer(m_scope, m_origin);
            return;
        }
        if (kind() == DocumentKind::text && looks_like_xml(begin)
            && main_value(m_hints.content_type) != "text/html") {
            m_chosen = make_document_layer(m_scope, m_origin, DocumentKind::xml);
            return;
        }
        if (kind() != DocumentKind::text || looks_like_json(begin) || begin.starts_with("&&&START")
            || looks_wrapped(begin) || is_uploaded_text(first) || content_lines(begin)
            || begins_as_mail(begin)
            || (begins_as_text(as_bytes(begin)) && looks_like_form(begin, false))) {
            m_chosen = make_document_layer(m_scope, m_origin, kind());
            return;
        }
        bool const text_begins = begins_as_text(as_bytes(begin));
        if (text_begins && trim(begin).starts_with('<'))
            m_chosen =
                make_coding_layer(m_scope, m_origin, Coding::entities, {.searched_only = true});
        else
            m_chosen = text_begins ? make_raw_layer(m_scope, m_origin)
                                   : make_opaque_layer(m_scope, m_origin);
        try_first(first);
    }

    // What only the whole can show, or more than its first bytes.
    void try_first(Bytes first)
    {
        bool const text = begins_as_text(first.first(std::min(first.size(), first_bytes)));
        auto key = text ? std::vector<std::uint8_t>{} : xor_key_of(first);
        if (!key.empty())
            m_chosen = make_xor_layer(m_scope, m_origin, std::move(key));
        else if (!text && may_be_recognised(m_scope, first))
            m_chosen = make_tried_layer(m_scope, m_origin, tell_recognised, std::move(m_chosen));
        else if (may_be_sealed(m_scope, first))
            m_chosen = make_tried_layer(m_scope, m_origin, tell_unlocked, std::move(m_chosen));
        if (begins_as_tar(first))
            m_chosen = make_tar_layer(m_scope, m_origin, std::move(m_chosen));
    }

    Scope& m_scope;
    Origin const* m_origin;
    Hints m_hints;
    std::string m_first;
    Marks m_marks;
    Layer m_chosen;
};

} // namespace

std::string_view multipart_boundary(Bytes first)
{
    auto const boundary = boundary_of(first);
    if (boundary.empty())
        return {};
    constexpr std::string_view head = "\r\nContent-";
    auto const behind = as_text(first).substr(boundary.size() + 2, head.size());
    return equal_ignoring_case(behind, head) ? boundary : std::string_view{};
}

Layer make_layer(Scope& scope, Origin const* origin, Hints hints)
{
    return std::make_unique<Choice>(scope, origin, std::move(hints));
}

} // namespace petze::content
