#pragma once

#include "dissect/tree/tree.h"

#include <string_view>

namespace petze {

/// Whether a text may be XML, by what it begins with; HTML is not.
bool looks_like_xml(std::string_view text);

/// A TreeReader for XML 1.0: texts of elements by "/a/b", attributes by "/a/b/@c", comments and
/// instructions by where they stand. Names are told once for each place. A property list
/// (<plist>, Apple's plist(5)) is told by its keys: "$.a.b[*]".
///
/// Here a damaged document counts as far as it could be read: what was told lies in front of that.
std::size_t read_xml(Bytes bytes, TreeSink* sink);

/// What read_xml() told paths of.
enum class XmlKind : std::uint8_t { xml, plist };
XmlKind xml_kind(std::string_view text);

} // namespace petze
