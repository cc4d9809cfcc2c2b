#pragma once

#include "dissect/field.h"

#include <string>
#include <string_view>

namespace petze {

/// The last name on the way to a field: "lat" of "json:$.where[*].lat", "form:lat",
/// "xml:/a/b/@lat" and "protobuf:3.lat", also where a coding was undone behind it. Brackets and
/// the like are left out. Empty where the way has no names.
struct FieldKey {
    std::string_view name;
    std::string_view parent; // the rest of its step: "json:$.where[*]"
    Origin const* step{};    // the one that names it

    /// Whether two fields stand side by side. The one here is of an earlier field, whose origin
    /// is gone: as `where()` told it.
    std::string where() const;
};

FieldKey key_of(Origin const* origin);

/// The letters and digits of a name alone, in lower case: "dev-ID" and "devId" become "devid".
std::string plain_name(std::string_view name);

} // namespace petze
