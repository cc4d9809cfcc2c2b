#pragma once

#include "base/bytes.h"

#include <cstddef>
#include <string_view>

namespace petze::xml {

/// What a document consists of, in its order; names and texts as UTF-8, entities undone. `offset`
/// is where it stands in the document. Views are valid until the handler returns.
class Handler {
public:
    virtual ~Handler() = default;
    /// Returns false where it is enough. `attributes` are names and values by turns, null at the
    /// end, as expat gives them.
    virtual bool begin(std::string_view name, char const* const* attributes,
                       std::size_t offset) = 0;
    virtual bool end(std::size_t offset) = 0;
    /// A text may come in pieces.
    virtual void text(std::string_view piece, std::size_t offset) = 0;
    /// Comments, instructions, document types: in pieces, too.
    virtual void other(std::string_view piece, std::size_t offset) = 0;
};

/// Reads one document and returns how many bytes of it could be read: all, or up to what is no
/// XML. What a document type declares is not expanded, and nothing is fetched.
std::size_t parse(std::string_view document, Handler& handler);

} // namespace petze::xml
