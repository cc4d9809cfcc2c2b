#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace petze::xml {

/// Where a document that is too long to be read whole is cut in two. Both parts are XML again, and
/// what stands in them keeps its path: the first ends with `closing`, the second begins with
/// `opening`.
struct Cut {
    /// Behind the last tag; or where the tag of a value begins that is most of what there is. 0
    /// where there is no such place, or where the document declares entities of its own.
    std::size_t at{};
    std::string opening; // `<?xml version="1.0"?><smses><mms>`
    std::string closing; // `</mms></smses>`
    /// Such a value: where it begins, what ends it, and its path as read_xml() tells it. A quote is
    /// not part of the second document, a '<' is.
    std::size_t value{};
    char end{};       // 0 where there is none
    std::string path; // "/smses/mms/part/@data"
};

/// `document` begins with its root element, or what stands before it.
Cut cut(std::string_view document);

} // namespace petze::xml
