#include "dissect/content/layers.h"

#include "base/text.h"
#include "dissect/content/long_value.h"
#include "dissect/form/form.h"
#include "dissect/json/cut.h"
#include "dissect/xml/cut.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace petze::content {

namespace {

class DocumentLayer : public ContentDissector {
public:
    DocumentLayer(Scope& scope, Origin const* origin, DocumentKind kind)
        : m_scope(scope)
        , m_origin(origin)
        , m_kind(kind)
        , m_document(scope.layers.held)
    {
    }

    void take(Bytes piece) override
    {
        while (!piece.empty() && !m_rest)
            piece = piece.subspan(m_value ? pass(piece) : keep(piece));
        if (m_rest && !piece.empty())
            m_rest->take(piece);
    }
    void gap() override
    {
        if (!m_rest) {
            m_scope.layers.tally.count("content: bytes missing in a document");
            end_value();
            settle();
        }
        m_rest->gap();
    }
    void finish() override
    {
        end_value();
        if (m_rest)
            m_rest->finish();
        else
            tell(m_document.take());
    }

private:
    static constexpr std::size_t overlap_bytes = 1024;

    std::size_t keep(Bytes piece)
    {
        auto const size = m_document.size();
        auto const room = room_for(m_scope.layers, size, piece.size());
        m_marks.add(size, m_scope.layers.data);
        m_document.add(piece.first(room));
        if (room == piece.size() || cut())
            return room;
        may_keep(m_scope.layers, m_document.size(), piece.size()); // says which bound it is
        // What is looked for may span the place of the cut.
        auto const overlap = settle();
        m_rest->take(as_bytes(overlap));
        return room;
    }
    std::size_t pass(Bytes piece)
    {
        auto const taken = m_value->take(piece);
        if (m_value->ended())
            end_value();
        return taken;
    }
    void end_value()
    {
        if (m_value)
            m_value->finish();
        m_value.reset();
    }

    // Tells what is whole, and keeps the rest as the beginning of another document; a value that is
    // most of it passes by from here on. False where there is nothing to be told yet.
    bool cut()
    {
        constexpr std::size_t least = 64u << 10; // less is not worth the work
        if (m_document.size() < least)
            return false;
        auto document = m_document.take();
        m_was_cut |=
            cut_json(document) || cut_xml(document) || pass_wrapped(document) || cut_form(document);
        bool const is_cut = document.empty();
        m_document.add(as_bytes(document));
        return is_cut;
    }

    // What is repeated in each part must be little, or parts get no further: names of megabytes.
    static bool is_too_long(std::string_view opening, std::string_view document)
    {
        constexpr std::size_t part = 8;
        return opening.size() > document.size() / part;
    }

    // Each of these empties the document where it can cut it.
    bool cut_json(std::string& document)
    {
        bool const is_rest = m_was_cut && m_kind == DocumentKind::json;
        if (!is_rest && !is_surely_json(document, m_kind))
            return false;
        auto const cut = json::cut(document);
        if ((cut.at < document.size() / 2 && !cut.is_string) || is_too_long(cut.opening, document))
            return false;
        m_kind = DocumentKind::json;
        if (!cut.is_string) {
            keep_from(document, cut.at, cut.opening);
            return true;
        }
        pass_from(document, cut.at, cut.at + 1, "json:" + cut.path, json::PassingString{});
        m_document.add(as_bytes(cut.opening));
        return true;
    }
    bool cut_xml(std::string& document)
    {
        auto const cut = m_kind == DocumentKind::xml ? xml::cut(document) : xml::Cut{};
        if ((cut.at < document.size() / 2 && cut.end == 0) || is_too_long(cut.opening, document))
            return false;
        if (cut.end == 0) {
            keep_from(document, cut.at, cut.opening, cut.closing);
            return true;
        }
        pass_from(document, cut.at, cut.value, "xml:" + cut.path, PassingXml{cut.end}, cut.closing);
        m_document.add(as_bytes(cut.opening));
        return true;
    }
    bool pass_wrapped(std::string& document)
    {
        if (m_kind != DocumentKind::text || document.empty() || !wrapped_in_begin(document))
            return false;
        pass_from(document, 0, 0, {}, PassingText{});
        return true;
    }
    bool cut_form(std::string& document)
    {
        bool const is_form = m_kind == DocumentKind::form
                             || (m_kind == DocumentKind::text && looks_like_form(document, false));
        if (!is_form || document.empty())
            return false;
        m_kind = DocumentKind::form;
        auto const last = document.rfind('&') + 1; // 0 where there is none
        auto const equals = document.find('=', last);
        if (document.size() - last <= document.size() / 2) {
            keep_from(document, last, {});
            return true;
        }
        if (equals == npos)
            return false;
        auto const value = std::string_view{document}.substr(equals + 1);
        // Base64 that nobody escaped: its "+" is no blank.
        bool const is_raw = value.find('+') != npos && wrapped_in_begin(value).has_value();
        auto const name = std::string_view{document}.substr(last, equals - last);
        pass_from(document, last, equals + 1,
                  "form:" + readable(decode_percent(name, Plus::is_blank)),
                  PassingFormValue{!is_raw});
        return true;
    }

    // Tells all up to there; the rest stands behind `opening` now.
    void keep_from(std::string& document, std::size_t at, std::string_view opening,
                   std::string_view closing = {})
    {
        auto const rest = document.substr(at);
        document.resize(at);
        document += closing;
        tell(std::exchange(document, {}));
        m_marks.move(at, opening.size());
        m_document.add(as_bytes(opening));
        m_document.add(as_bytes(rest));
    }
    // Tells all up to there, and lets the value pass.
    void pass_from(std::string& document, std::size_t at, std::size_t value, std::string step,
                   Passing passing, std::string_view closing = {})
    {
        auto const size = document.size();
        auto const kept = document.substr(value);
        document.resize(at);
        if (at > 0)
            tell(document.append(closing));
        document.clear();
        m_value.emplace(m_scope, m_origin, std::move(step), std::move(passing), kept,
                        Place{&m_marks, value, size, {}});
        m_marks.clear();
    }

    void tell(std::string document)
    {
        Place const place{&m_marks, 0, document.size()};
        tell_document(m_scope, document, m_origin, place, m_kind);
    }
    // Told as far as it goes; what follows is searched as it passes. Returns its end.
    std::string settle()
    {
        auto document = m_document.take();
        auto overlap = document.substr(document.size() - std::min(document.size(), overlap_bytes));
        tell(std::move(document));
        m_marks = {};
        m_rest = make_raw_layer(m_scope, m_origin);
        return overlap;
    }

    Scope& m_scope;
    Origin const* m_origin;
    DocumentKind m_kind;
    HeldBytes m_document;
    Marks m_marks;
    bool m_was_cut = false; // what is kept goes on from what was told
    std::optional<LongValue> m_value;
    Layer m_rest;
};

} // namespace

Layer make_document_layer(Scope& scope, Origin const* origin, DocumentKind kind)
{
    return std::make_unique<DocumentLayer>(scope, origin, kind);
}

} // namespace petze::content
