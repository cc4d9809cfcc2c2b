#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace petze {

/// One text inside a JSON document. Views are valid until the sink returns.
struct JsonText {
    enum class Kind : std::uint8_t { text, number, key };

    Kind kind{};
    std::string_view path;  // "$.sms[*].body"; of a key: of the object that it stands in
    std::string_view value; // escapes undone; numbers as sent
    std::size_t offset{};   // where it stands in the document, without its quotes
    std::size_t length{};   // as sent
};

class JsonSink {
public:
    virtual ~JsonSink() = default;
    /// False: enough; the rest is skipped.
    virtual bool take(JsonText const& text) = 0;
    /// A part of the document that could not be read as JSON.
    virtual void skipped(std::size_t offset, std::size_t length) = 0;
};

/// Whether a text may be JSON, by its first character that is no blank: an object or an array.
bool looks_like_json(std::string_view text);

/// How much a document that is cut off or damaged deserves.
enum class Mend : std::uint8_t {
    no,  // it is probably no JSON at all
    yes, // it was declared as such, or begins like one
};

/// Reads a document, or several after each other (JSON Lines), and tells each string, number and
/// key; a key once for each place in the document's structure. False where nothing of it is JSON:
/// then nothing was told, not even as skipped.
///
/// `document` is made longer for the time of the call.
bool read_json(std::string& document, Mend mend, JsonSink& sink);

} // namespace petze
