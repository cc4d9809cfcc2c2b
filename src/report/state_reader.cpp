#include "report/state_json.h"

#include "base/limits.h"
#include "base/text.h"
#include "identify/sources/dates.h"
#include "report/answer.h"
#include "report/party.h"
#include "report/report_reading.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace petze {

namespace {

namespace dom = simdjson::dom;

/// Microseconds as nanoseconds; what no clock can have said becomes the end of time.
std::int64_t nanoseconds(std::int64_t microseconds)
{
    constexpr auto most = std::numeric_limits<std::int64_t>::max() / ns_per_microsecond;
    return std::clamp(microseconds, -most, most) * ns_per_microsecond;
}

std::vector<std::int64_t> starts_of(dom::object const& object)
{
    std::vector<std::int64_t> out;
    dom::array array;
    if (object["starts"].get(array) != simdjson::SUCCESS)
        return out;
    for (auto const element : array) {
        std::int64_t microseconds{};
        if (element.get(microseconds) == simdjson::SUCCESS)
            out.push_back(nanoseconds(microseconds));
    }
    return out;
}

/// "2014-07-21T08:15:30.123456Z", as report.json writes every time.
std::int64_t time_of(std::string_view text)
{
    constexpr std::size_t length = 27;
    auto const day = day_number(text.substr(0, text.find('T')));
    if (!day || text.size() != length)
        return 0;
    auto const part = [&](std::size_t at, std::size_t count) {
        std::int64_t value{};
        std::from_chars(text.data() + at, text.data() + at + count, value);
        return value;
    };
    auto const seconds = *day * 86'400 + part(11, 2) * 3600 + part(14, 2) * 60 + part(17, 2);
    return nanoseconds(seconds * 1'000'000 + part(20, 6));
}

StateCapture read_capture(dom::object const& row)
{
    StateCapture out{text_of(row, "name"), text_of(row, "sha256"), number_of(row, "packets"),
                     time_of(text_of(row, "start")), time_of(text_of(row, "end"))};
    dom::object clock;
    std::int64_t offset{};
    if (row["clock"].get(clock) == simdjson::SUCCESS
        && clock["offset"].get(offset) == simdjson::SUCCESS)
        out.clock = ClockOffset{nanoseconds(offset), number_of(clock, "answers")};
    return out;
}

void read_contacts(dom::object const& row, Contacts& out)
{
    out.starts_ns = starts_of(row);
    out.connections = number_of(row, "connections");
    each_object(row, "sent", [&](dom::object const& sent) {
        out.sent_ns[text_of(sent, "category")] = starts_of(sent);
    });
    each_object(row, "sources", [&](dom::object const& source) {
        out.sources.push_back(
            {text_of(source, "name"), flag_of(source, "system"), number_of(source, "connections")});
    });
}

/// False where the report was written by a Petze that kept no contacts.
bool read_receiver(dom::object const& row, PhoneState& out)
{
    dom::object contacts;
    if (row["contacts"].get(contacts) != simdjson::SUCCESS)
        return false;
    PhoneState::Receiver receiver;
    receiver.contacts.endpoint = text_of(row, "id");
    read_contacts(contacts, receiver.contacts);
    dom::object part;
    std::string operator_name;
    if (row["operator"].get(part) == simdjson::SUCCESS)
        operator_name = text_of(part, "name");
    receiver.party = party_of(receiver.contacts.endpoint, operator_name);
    receiver.closed_bytes = number_of(row, "opaque_toserver");
    dom::object items;
    if (row["budget"].get(part) == simdjson::SUCCESS
        && part["items"].get(items) == simdjson::SUCCESS)
        for (auto const [category, departure] : items) {
            std::string_view said;
            if (departure.get(said) == simdjson::SUCCESS && said == "possible")
                receiver.possible.emplace(category);
        }
    out.sent_bytes += number_of(row, "payload_toserver");
    out.closed_bytes += receiver.closed_bytes;
    out.receivers.push_back(std::move(receiver));
    return true;
}

void read_verdict(dom::object const& row, PhoneState& out)
{
    dom::object verdict;
    if (row["verdict"].get(verdict) != simdjson::SUCCESS)
        return;
    if (auto const purpose = purpose_of(text_of(verdict, "verdict")))
        out.worst = std::max(out.worst.value_or(*purpose), *purpose);
}

void read_profile(dom::object const& root, PhoneState& out)
{
    dom::object profile;
    if (root["profile"].get(profile) != simdjson::SUCCESS)
        return;
    out.profile_given = flag_of(profile, "given");
    each_object(profile, "categories", [&](dom::object const& row) {
        auto const items = number_of(row, "items");
        if (items > number_of(row, "too_short"))
            out.profile[text_of(row, "category")] = items;
    });
}

void read_stats(dom::object const& root, PhoneState& out)
{
    dom::object stats;
    if (root["stats"].get(stats) != simdjson::SUCCESS)
        return;
    out.others_flows = number_of(stats, "other_devices_flows");
    each_object(stats, "unread", [&](dom::object const& row) {
        out.is_cut = out.is_cut || text_of(row, "kind") == contacts_cut;
    });
}

bool shows_more(std::string_view said, ReportOptions const& options)
{
    if (options.reveal || said == "redacted")
        return false;
    return options.redact || said != "masked";
}

} // namespace

Result<PhoneState> read_state(std::string_view json, std::string const& name,
                              ReportOptions const& options)
{
    dom::parser parser{limits::state_bytes};
    dom::object root;
    dom::array endpoints;
    if (parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS)
        return error(name, "is no readable report; let `petze analyze` write it again");
    if (root["endpoints"].get(endpoints) != simdjson::SUCCESS)
        return error(name, "is no report of one state; a comparison's are in its folder states/");
    if (shows_more(text_of(root, "personal_values"), options))
        return error(name, "shows personal values that must not be shown here; let `petze analyze` "
                           "write it again with the same --redact or without --reveal");
    PhoneState out;
    dom::object device;
    if (root["device"].get(device) == simdjson::SUCCESS)
        out.device_guessed = flag_of(device, "guessed");
    each_object(root, "captures",
                [&](dom::object const& row) { out.captures.push_back(read_capture(row)); });
    read_profile(root, out);
    read_stats(root, out);
    bool complete = true;
    each_object(root, "endpoints", [&](dom::object const& row) {
        read_verdict(row, out);
        if (!flag_of(row, "local"))
            complete = read_receiver(row, out) && complete;
    });
    if (!complete)
        return error(name, "was written by an older Petze, without what a comparison needs; let "
                           "`petze analyze` write it again");
    return out;
}

} // namespace petze
