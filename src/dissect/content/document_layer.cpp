#include "dissect/content/layers.h"

#include "base/text.h"
#include "dissect/json/cut.h"

#include <algorithm>
#include <optional>

namespace petze::content {

namespace {

/// A string of a document that is too long to be kept: content of its own, which passes by.
class LongString {
public:
    LongString(Scope& scope, Origin const* origin, std::string path)
        : m_scope(scope)
        , m_step("json:" + std::move(path))
        , m_origin{origin, m_step}
    {
    }

    /// What was kept of it, without its opening quote. What it wraps is unwrapped as it passes;
    /// then it is searched as it is, too.
    void begin(std::string_view kept, Place const& place)
    {
        std::string text;
        m_string.take(kept, text);
        if (!m_scope.may_open(&m_origin)) {
            m_content = make_raw_layer(m_scope, &m_origin);
        } else if (auto const wrapped = wrapped_in(whole_groups(text))) {
            auto const begin = static_cast<std::size_t>(wrapped->text.data() - text.data());
            m_content = make_coding_layer(m_scope, &m_origin, wrapped->coding, {});
            m_plain = make_raw_layer(m_scope, &m_origin);
            hand_on(text, place, m_scope, *m_plain);
            text.erase(0, begin);
        } else {
            m_content = make_layer(m_scope, &m_origin, {});
        }
        hand_on(text, place, m_scope, *m_content);
    }
    /// Returns how much of it belongs to the string.
    std::size_t take(Bytes piece)
    {
        m_text.clear();
        auto const taken = m_string.take(as_text(piece), m_text);
        for (auto* const layer : {m_content.get(), m_plain.get()})
            if (layer && !m_text.empty())
                layer->take(as_bytes(m_text));
        return taken;
    }
    bool ended() const { return m_string.ended(); }
    void finish()
    {
        m_content->finish();
        if (m_plain)
            m_plain->finish();
        ++m_scope.fields;
    }

private:
    // By their number of characters, too, hex and base64 are told from each other.
    static std::string_view whole_groups(std::string_view text)
    {
        constexpr std::size_t group = 8; // of base32, the longest
        return text.substr(0, text.size() / group * group);
    }

    Scope& m_scope;
    std::string m_step;
    Origin m_origin;
    Layer m_content, m_plain;
    json::PassingString m_string;
    std::string m_text; // what came last
};

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
            piece = piece.subspan(m_string ? pass(piece) : keep(piece));
        if (m_rest && !piece.empty())
            m_rest->take(piece);
    }
    void gap() override
    {
        if (!m_rest) {
            m_scope.layers.tally.count("content: bytes missing in a document");
            end_string();
            settle();
        }
        m_rest->gap();
    }
    void finish() override
    {
        end_string();
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
        auto const taken = m_string->take(piece);
        if (m_string->ended())
            end_string();
        return taken;
    }
    void end_string()
    {
        if (m_string)
            m_string->finish();
        m_string.reset();
    }

    // Tells what is whole, and keeps the rest as the beginning of another document; of a string
    // that is most of it, what comes next passes by. False where there is nothing to be told yet.
    bool cut()
    {
        constexpr std::size_t least = 64u << 10; // less is not worth the work
        if (m_document.size() < least)
            return false;
        auto document = m_document.take();
        auto const is_json = m_was_cut || is_surely_json(document, m_kind);
        auto const cut = is_json ? json::cut(document) : json::Cut{};
        if (cut.at < document.size() / 2 && !cut.is_string) {
            m_document.add(as_bytes(document));
            return false;
        }
        m_was_cut = true;
        m_kind = DocumentKind::json;
        auto const size = document.size();
        auto const rest = document.substr(cut.at);
        document.resize(cut.at);
        tell(std::move(document));
        m_document.add(as_bytes(cut.opening));
        if (cut.is_string) {
            m_string.emplace(m_scope, m_origin, cut.path);
            m_string->begin(std::string_view{rest}.substr(1), {&m_marks, cut.at + 1, size, {}});
            m_marks.clear();
        } else {
            m_marks.move(cut.at, cut.opening.size());
            m_document.add(as_bytes(rest));
        }
        return true;
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
    std::optional<LongString> m_string;
    Layer m_rest;
};

} // namespace

Layer make_document_layer(Scope& scope, Origin const* origin, DocumentKind kind)
{
    return std::make_unique<DocumentLayer>(scope, origin, kind);
}

} // namespace petze::content
