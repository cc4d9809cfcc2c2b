#include "find/pattern/records.h"

#include "base/limits.h"
#include "base/text.h"
#include "find/notation/phone.h"
#include "find/pattern/checks.h"
#include "find/pattern/known_values.h"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace petze {

namespace {

using pattern::Name;

constexpr std::size_t fewest_contacts = 3, fewest_numbers = 5, fewest_stations = 2;

// As plain_name() has them, whole.
constexpr std::string_view person_names[] = {
    "name",      "names",      "displayname",   "fullname", "contactname", "firstname", "lastname",
    "givenname", "familyname", "formattedname", "fn",       "nickname",    "personname"};
constexpr std::string_view sender_names[] = {
    "address", "smsaddress", "originatingaddress", "phone", "phonenumber", "mobile", "msisdn"};
// These may be the numbers of accounts as well.
constexpr std::string_view party_names[] = {"from",     "to",     "sender", "recipient",
                                            "receiver", "number", "peer"};
constexpr std::string_view text_names[] = {"body",    "text",        "content", "message",
                                           "msg",     "messagebody", "smsbody", "messagetext",
                                           "smstext", "snippet"};
constexpr std::string_view time_names[] = {
    "date", "time",       "timestamp",   "datesent", "senttime", "sentat",   "received",
    "sent", "receivedat", "receivetime", "datetime", "ts",       "createdat"};
constexpr std::string_view strength_names[] = {"rssi",           "level", "signal",     "dbm",
                                               "signalstrength", "ss",    "signallevel"};
// What holds several numbers of one person.
constexpr std::string_view number_lists[] = {"phones", "phonenumbers", "numbers",
                                             "tels",   "mobiles",      "phonenumberlist"};

template<std::size_t N>
bool is_one_of(std::string_view const (&list)[N], std::string_view name)
{
    return std::find(std::begin(list), std::end(list), name) != std::end(list);
}

bool is_named_number(Name const& name)
{
    constexpr std::string_view parts[] = {"phone", "mobile", "msisdn", "cellphone"};
    constexpr std::string_view whole[] = {"tel", "tels", "cell", "telephone", "numbers", "e164"};
    return name.has_one(parts) || is_one_of(whole, name.text());
}

/// Digits, with what people write between them.
bool looks_like_number(std::string_view text)
{
    constexpr std::ptrdiff_t fewest = 7, most = 15;
    auto const digits = std::count_if(text.begin(), text.end(), is_digit);
    return digits >= fewest && digits <= most && text.find_first_not_of("+0123456789 -()/") == npos;
}

bool is_sure_number(std::string_view text)
{
    constexpr std::size_t longest = 24;
    return text.starts_with('+') && text.size() <= longest && is_phone_number(text);
}

bool looks_like_person(std::string_view text)
{
    constexpr std::size_t most = 80;
    auto const is_letter = [](char c) {
        return (to_lower(c) >= 'a' && to_lower(c) <= 'z') || static_cast<unsigned char>(c) >= 0x80;
    };
    return text.size() <= most && text.find("://") == npos
           && std::any_of(text.begin(), text.end(), is_letter);
}

/// Seconds or milliseconds of this century, or an ISO date.
bool looks_like_time(std::string_view text)
{
    constexpr std::string_view iso = "20dd-dd-dd";
    if (text.size() >= iso.size()) {
        bool same = true;
        for (std::size_t i = 0; i < iso.size(); ++i)
            same = same && (iso[i] == 'd' ? is_digit(text[i]) : iso[i] == text[i]);
        if (same)
            return true;
    }
    constexpr std::size_t seconds = 10, milliseconds = 13;
    constexpr std::string_view first = "0946684800", last = "4102444800";
    return (text.size() == seconds || text.size() == milliseconds)
           && std::all_of(text.begin(), text.end(), is_digit) && text.substr(0, seconds) >= first
           && text.substr(0, seconds) <= last;
}

/// In dBm.
bool looks_like_strength(std::string_view text)
{
    constexpr int weakest = -120, strongest = -10;
    int value{};
    auto const [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), value);
    return trouble == std::errc{} && end == text.data() + text.size() && value >= weakest
           && value <= strongest;
}

std::string joined(std::set<std::string> const& values)
{
    std::string out;
    for (auto const& value : values)
        out.append(out.empty() ? "" : ", ").append(value);
    return out;
}

/// Where the record stands that a field belongs to: numbers in a list of their own belong to
/// whoever has that list.
std::string record_of(Origin const* origin)
{
    constexpr std::string_view element = "[*]";
    auto const key = key_of(origin);
    auto parent = key.parent;
    bool const is_element = key.name == "*]";
    auto const end = is_element ? parent.size() : parent.rfind(element);
    auto const list = parent.substr(0, std::min(end, parent.size()));
    auto const name = list.substr(list.find_last_of(":./[@") + 1);
    bool const own_list = end != npos;
    if (auto const outer = list.rfind(element);
        own_list && outer != npos && is_one_of(number_lists, plain_name(name)))
        parent = parent.substr(0, outer + element.size());
    std::string out{parent};
    for (auto const* node = key.step ? key.step->parent : nullptr; node; node = node->parent)
        out.append("\n").append(node->step);
    return out;
}

} // namespace

RecordFinder::List* RecordFinder::list_of(Field const& field)
{
    auto path = record_of(field.origin);
    if (auto const known = m_lists.find(path); known != m_lists.end())
        return &known->second;
    if (m_lists.size() >= limits::pattern_records) {
        ++m_given_up;
        return nullptr;
    }
    return &m_lists[std::move(path)];
}

std::optional<RecordFinder::Found> RecordFinder::contact(List& list)
{
    bool const named =
        list.names.size() >= fewest_contacts && list.numbers.size() >= fewest_contacts;
    if (list.told_contacts || (!named && list.numbers.size() < fewest_numbers))
        return {};
    list.told_contacts = true;
    return Found{"contact", joined(named ? list.names : list.numbers)};
}

std::optional<RecordFinder::Found> RecordFinder::message(List& list, Part part,
                                                         std::string_view text, bool sure)
{
    auto const bit = static_cast<unsigned>(part);
    constexpr unsigned all = 7;
    if ((list.parts & bit) != 0) { // the next message begins
        list.parts = 0;
        list.sender_is_sure = false;
    }
    list.parts |= bit;
    list.sender_is_sure |= sure;
    if (part == Part::text && list.messages == 0)
        list.text = text;
    if (list.parts != all)
        return {};
    ++list.messages;
    if (list.told_messages || (list.messages < 2 && !list.sender_is_sure))
        return {};
    list.told_messages = true;
    return Found{"message", list.text};
}

std::optional<RecordFinder::Found> RecordFinder::station(List& list)
{
    if (list.told_stations || list.stations.size() < fewest_stations
        || list.strengths < fewest_stations)
        return {};
    list.told_stations = true;
    return Found{"bssid", joined(list.stations)};
}

std::optional<RecordFinder::Found> RecordFinder::put(List& list, Look const& look,
                                                     std::string_view text)
{
    if (look.person && list.names.size() < fewest_contacts)
        list.names.emplace(text);
    if (look.number && list.numbers.size() < fewest_numbers)
        list.numbers.emplace(text);
    if (look.station && list.stations.size() < fewest_stations)
        list.stations.emplace(text);
    list.strengths += look.strength ? 1 : 0;
    std::optional<Found> found;
    if (look.part)
        found = message(list, *look.part, text, *look.part == Part::sender && look.sure);
    if (!found && (look.person || look.number))
        found = contact(list);
    if (!found && (look.station || look.strength))
        found = station(list);
    return found;
}

RecordFinder::Look RecordFinder::look_at(Name const& name, std::string_view text)
{
    constexpr std::size_t longest_form = 32;
    auto const of = name.text();
    Look look;
    look.person = is_one_of(person_names, of) && looks_like_person(text);
    if (is_one_of(text_names, of))
        look.part = Part::text;
    if (text.size() > longest_form)
        return look;
    look.sure = is_sure_number(text);
    bool const digits = look.sure || looks_like_number(text);
    look.number = look.sure || (digits && is_named_number(name));
    look.strength = is_one_of(strength_names, of) && looks_like_strength(text);
    look.station = !name.has("bssid") && pattern::is_device_mac(text, false);
    if (is_one_of(time_names, of) && looks_like_time(text))
        look.part = Part::time;
    if (digits && (is_one_of(sender_names, of) || (look.sure && is_one_of(party_names, of))))
        look.part = Part::sender;
    return look;
}

std::optional<RecordFinder::Found> RecordFinder::take(Field const& field, Name const& name,
                                                      KnownValues const* known)
{
    constexpr std::size_t longest = 4096;
    auto const text = trim(field.value);
    if (text.empty() || text.size() > longest || field.context.direction != Direction::to_server)
        return {};
    auto const look = look_at(name, text);
    if (!look.says_anything() || (known && look.is_somebodys() && known->contains(text)))
        return {};
    auto* const list = list_of(field);
    return list ? put(*list, look, text) : std::nullopt;
}

} // namespace petze
