#pragma once

#include "dissect/content/layers.h"
#include "dissect/form/passing_value.h"
#include "dissect/json/cut.h"

#include <string>
#include <variant>

namespace petze::content {

/// Text that nothing ends but its document.
struct PassingText {
    std::size_t take(std::string_view piece, std::string& out)
    {
        out += piece;
        return piece.size();
    }
    bool ended() const { return false; }
};

/// A value of XML: up to the quote behind it, or to the '<', which is not taken. Undoes entities.
class PassingXml {
public:
    explicit PassingXml(char end)
        : m_end(end)
        , m_entities(make_decoder(Coding::entities))
    {
    }

    std::size_t take(std::string_view piece, std::string& out);
    bool ended() const { return m_ended; }

private:
    char m_end;
    bool m_ended = false;
    std::unique_ptr<Decoder> m_entities;
    std::string m_left; // what the decoder waits with
};

/// How the end of a value is known, and its escapes are undone.
using Passing = std::variant<PassingText, PassingFormValue, json::PassingString, PassingXml>;

/// A value of a document that is too long to be kept: content of its own, which passes by. What it
/// wraps is unwrapped meanwhile; then it is searched as it is, too.
class LongValue {
public:
    /// `step` is empty where the value is all of the document. `kept` is what there is of it
    /// already; all but it outlive this.
    LongValue(Scope& scope, Origin const* origin, std::string step, Passing passing,
              std::string_view kept, Place const& place);
    LongValue(LongValue const&) = delete;
    LongValue& operator=(LongValue const&) = delete;

    /// Returns how much of it belongs to the value.
    std::size_t take(Bytes piece);
    bool ended() const;
    void finish();

private:
    std::size_t read(std::string_view sent, std::string& text);

    Scope& m_scope;
    std::string m_step;
    Origin m_node;
    Passing m_passing;
    Layer m_content, m_plain;
    std::string m_text; // what came last
};

/// What a long text that begins like this wraps.
std::optional<Wrapped> wrapped_in_begin(std::string_view begin);

} // namespace petze::content
