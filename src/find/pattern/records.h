#pragma once

#include "dissect/field.h"
#include "find/pattern/name.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace petze {

class KnownValues;

/// Finds records by what their fields are called and how they look, where none of them says
/// anything alone: names beside numbers are contacts; a number, a text and a time are a message;
/// addresses of access points beside their strengths are what a phone hears around it.
class RecordFinder {
public:
    struct Found {
        std::string_view category; // "contact", "message", "bssid"
        std::string value;         // of the first records
    };

    /// What this field, which is called so, completes: once for each list and kind. `known` may be
    /// null; what it holds counts for nothing.
    std::optional<Found> take(Field const& field, pattern::Name const& name,
                              KnownValues const* known);
    /// Lists that were not looked at.
    std::uint64_t given_up() const { return m_given_up; }

private:
    using Values = std::set<std::string>;
    enum class Part : std::uint8_t { sender = 1, text = 2, time = 4 };
    struct List {
        Values names, numbers; // of persons
        Values stations;       // addresses of access points
        unsigned strengths{};  // of their signals
        unsigned parts{};      // that the message at hand has
        bool sender_is_sure{};
        unsigned messages{};
        std::string text; // of the first of them
        bool told_contacts{}, told_messages{}, told_stations{};
    };

    /// What one field may be of a record.
    struct Look {
        bool person{}, number{}, sure{}, strength{}, station{};
        std::optional<Part> part{}; // of a message

        bool says_anything() const { return person || number || strength || station || part; }
        bool is_somebodys() const { return person || number || part == Part::text; }
    };

    static Look look_at(pattern::Name const& name, std::string_view text);
    static std::optional<Found> put(List& list, Look const& look, std::string_view text);
    List* list_of(Field const& field);
    static std::optional<Found> contact(List& list);
    static std::optional<Found> message(List& list, Part part, std::string_view text, bool sure);
    static std::optional<Found> station(List& list);

    std::map<std::string, List> m_lists; // by their path
    std::uint64_t m_given_up = 0;
};

} // namespace petze
