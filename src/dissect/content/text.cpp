#include "dissect/content/content.h"
#include "dissect/content/layers.h"
#include "dissect/form/form.h"
#include "dissect/json/json.h"
#include "dissect/protobuf/protobuf.h"
#include "dissect/xml/xml.h"

#include "base/limits.h"
#include "base/text.h"

#include <algorithm>

namespace petze::content {

namespace {

/// Tells the texts of one JSON document.
class JsonTeller : public JsonSink {
public:
    JsonTeller(Scope& scope, std::string_view guard, std::string_view document,
               Origin const* origin, Place const& place)
        : m_scope(scope)
        , m_guard(guard)
        , m_document(document)
        , m_size(document.size())
        , m_origin(origin)
        , m_place(place)
    {
    }

    bool take(JsonText const& text) override
    {
        m_step.resize(prefix.size());
        m_step += text.path;
        Origin const node{m_origin, m_step};
        auto const place = m_place.part(text.offset, text.length, m_size);
        if (text.kind == JsonText::Kind::text) {
            harvest_key(m_scope, m_guard, text.path, text.value);
            tell_string(m_scope, text.value, &node, place);
        } else {
            m_scope.tell(text.value, &node, place.frames());
        }
        return m_scope.fields < limits::fields_message;
    }
    void skipped(std::size_t offset, std::size_t length) override
    {
        m_scope.layers.tally.count("json: not read");
        m_scope.tell(m_document.substr(offset, length), m_origin,
                     m_place.part(offset, length, m_size).frames());
    }

private:
    static constexpr std::string_view prefix = "json:";

    Scope& m_scope;
    std::string_view m_guard;
    std::string_view m_document;
    std::size_t m_size;
    Origin const* m_origin;
    Place m_place;
    std::string m_step{prefix};
};

// Put before JSON so that no script can include it; facts of the field.
constexpr std::string_view guards[] = {"&&&START&&&", ")]}',", ")]}'", "while(1);", "for(;;);"};

std::string_view guard_of(std::string_view text)
{
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    for (auto guard : guards)
        if (text.starts_with(guard))
            return guard;
    return text.starts_with(byte_order_mark) ? byte_order_mark : std::string_view{};
}

// A text that only looks like it may be anything: "[INFO] started".
Mend mend_for(std::string_view text, DocumentKind kind)
{
    if (kind == DocumentKind::json)
        return Mend::yes;
    text = trim(text);
    return text.starts_with("{\"") || text.starts_with("[{\"") || text.starts_with("[\"")
               ? Mend::yes
               : Mend::no;
}

} // namespace

bool is_surely_json(std::string_view begin, DocumentKind kind)
{
    begin.remove_prefix(guard_of(begin).size());
    return looks_like_json(begin) && mend_for(begin, kind) == Mend::yes;
}

namespace {

bool tell_json(Scope& scope, std::string& document, Origin const* origin, Place const& place,
               DocumentKind kind)
{
    auto const guard = guard_of(document);
    std::fill_n(document.begin(), guard.size(), ' ');
    if (!looks_like_json(document))
        return false;
    find_keys(scope, document);
    // A copy of the view only: reading makes the string longer, so it may move.
    document.reserve(document.size() + 256);
    JsonTeller teller{scope, guard, document, origin, place};
    return read_json(document, mend_for(document, kind), teller);
}

void tell_form(Scope& scope, std::string_view text, Origin const* origin, Place const& place)
{
    FormReader reader{text};
    FormPair pair;
    for (FormReader keys{text}; keys.next(pair);)
        find_key(scope, pair.name, pair.value);
    std::string step;
    while (reader.next(pair)) {
        auto const where = place.part(pair.begin, pair.end - pair.begin, text.size());
        if (!pair.name.empty())
            scope.tell(pair.name, origin, where.frames());
        if (pair.value.empty())
            continue;
        step = "form:" + readable(pair.name);
        Origin const node{origin, step};
        // Base64 that nobody escaped: its "+" is no blank.
        bool const is_raw =
            pair.raw_value.find('+') != npos && wrapped_in(pair.raw_value).has_value();
        tell_string(scope, is_raw ? pair.raw_value : pair.value, &node, where);
    }
}

TreeFormat xml_format(std::string_view text)
{
    return {xml_kind(text) == XmlKind::plist ? "plist:" : "xml:", read_xml};
}

// What is damaged is searched as text, with entities undone all the same.
void tell_xml(Scope& scope, std::string_view text, Origin const* origin, Place const& place)
{
    auto const read = tell_tree(scope, xml_format(text), text, origin, place);
    auto const rest = text.substr(read);
    if (trim(rest).empty())
        return;
    auto const layer = make_coding_layer(scope, origin, Coding::entities, {.searched_only = true});
    hand_on(rest, place.part(read, rest.size(), text.size()), scope, *layer);
    layer->finish();
}

// A string is taken apart where all of it is XML.
bool tell_whole_xml(Scope& scope, std::string_view text, Origin const* origin, Place const& place)
{
    if (!looks_like_xml(text) || !trim(text).ends_with('>') || !scope.may_open(origin)
        || read_xml(as_bytes(text), nullptr) != text.size())
        return false;
    tell_xml(scope, text, origin, place);
    return true;
}

} // namespace

void tell_document(Scope& scope, std::string& document, Origin const* origin, Place const& place,
                   DocumentKind kind)
{
    if (trim(document).empty())
        return;
    if (!scope.may_open(origin)) {
        scope.tell(document, origin, place.frames());
        return;
    }
    if (kind == DocumentKind::xml) {
        tell_xml(scope, document, origin, place);
        return;
    }
    if (kind == DocumentKind::protobuf) {
        auto const read = tell_protobuf(scope, document, origin, place);
        if (read == document.size())
            return;
        scope.layers.tally.count("protobuf: not read");
        tell_plain(scope, std::string_view{document}.substr(read), origin, place);
        return;
    }
    if (tell_json(scope, document, origin, place, kind)
        || tell_sealed(scope, document, origin, place)) // base64 may look like a form
        return;
    if (kind == DocumentKind::form || looks_like_form(document, true))
        tell_form(scope, document, origin, place);
    else
        tell_unsealed(scope, document, origin, place);
}

void tell_string(Scope& scope, std::string_view text, Origin const* origin, Place const& place)
{
    if (text.empty())
        return;
    if (looks_like_json(text) && scope.may_open(origin)) {
        std::string document{text};
        if (tell_json(scope, document, origin, place, DocumentKind::text))
            return;
    }
    if (!tell_whole_xml(scope, text, origin, place))
        tell_plain(scope, text, origin, place);
}

} // namespace petze::content

namespace petze {

void tell_text(std::string_view text, Origin const* origin, FrameRange const& frames,
               MessageContext const& context, LayerContext& layers)
{
    content::Scope scope{layers, context};
    content::tell_string(scope, text, origin, {nullptr, 0, 0, frames});
}

bool tell_protobuf(Bytes message, Origin const* origin, FrameRange const& frames,
                   MessageContext const& context, LayerContext& layers)
{
    if (!protobuf::looks_like_message(message))
        return false;
    content::Scope scope{layers, context};
    content::tell_protobuf(scope, as_text(message), origin, {nullptr, 0, 0, frames});
    return true;
}

} // namespace petze
