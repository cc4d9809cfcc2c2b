#include "base/text.h"
#include "conversation/address.h"
#include "identify/operator/lists/domain_list.h"

#include <algorithm>
#include <array>

namespace petze {

namespace {

template<typename Visit>
void each_line(std::string_view bytes, Visit visit)
{
    std::uint64_t number = 0;
    while (!bytes.empty()) {
        auto const end = std::min(bytes.find('\n'), bytes.size());
        visit(trim(bytes.substr(0, end)), ++number);
        bytes.remove_prefix(std::min(end + 1, bytes.size()));
    }
}

/// "0.0.0.0 name name", "127.0.0.1 name", or a name alone; what stands behind '#' says nothing.
struct HostsLine {
    std::vector<std::string_view> names;
    bool is_one{};
};

HostsLine hosts_line(std::string_view line)
{
    line = trim(line.substr(0, line.find('#')));
    HostsLine out;
    while (!line.empty()) {
        auto const end = std::min(line.find_first_of(" \t"), line.size());
        out.names.push_back(line.substr(0, end));
        line = trim(line.substr(end));
    }
    if (out.names.size() > 1 && Address::parse(out.names.front())) {
        out.names.erase(out.names.begin());
        out.is_one = true;
    } else {
        out.is_one =
            out.names.size() == 1 && out.names.front().find('.') != std::string_view::npos
            && out.names.front().find_first_of("/<>{}()[]=;:,\"'") == std::string_view::npos;
    }
    return out;
}

bool is_comment(std::string_view line)
{
    return line.empty() || line.starts_with('!') || line.starts_with('#') || line.starts_with('[');
}

// By the first hundred lines that say something: most of them must be of that form.
bool is_hosts_list(std::string_view bytes)
{
    constexpr int sample = 100;
    int good = 0;
    int seen = 0;
    each_line(bytes.substr(0, 1u << 16), [&](std::string_view line, std::uint64_t) {
        if (is_comment(line) || seen >= sample)
            return;
        ++seen;
        good += hosts_line(line).is_one ? 1 : 0;
    });
    return seen > 0 && good * 10 >= seen * 9;
}

bool is_adblock_list(std::string_view bytes)
{
    bool found = bytes.starts_with("[Adblock");
    each_line(bytes.substr(0, 1u << 16), [&](std::string_view line, std::uint64_t) {
        found = found || (line.starts_with("||") && line.find('^') != std::string_view::npos);
    });
    return found;
}

// "! Last modified: 18 Sep 2026 22:08 UTC", or with an ISO date.
std::string date_in(std::string_view comment)
{
    constexpr std::array months{"jan", "feb", "mar", "apr", "may", "jun",
                                "jul", "aug", "sep", "oct", "nov", "dec"};
    auto const text = lower(comment);
    auto const at = text.find("last modified:");
    if (at == std::string::npos)
        return {};
    auto const value = std::string{trim(std::string_view{text}.substr(at + 14))};
    if (value.size() >= 10 && value[4] == '-' && value[7] == '-' && is_digit(value[0]))
        return value.substr(0, 10);
    auto const day_end = value.find(' ');
    if (day_end == 0 || day_end > 2 || value.size() < day_end + 9)
        return {};
    auto const* const month = std::find(months.begin(), months.end(), value.substr(day_end + 1, 3));
    auto const year = value.substr(day_end + 5, 4);
    bool const digits = std::all_of(year.begin(), year.end(), is_digit) && is_digit(value[0])
                        && is_digit(value[day_end - 1]);
    if (month == months.end() || !digits)
        return {};
    auto const number = month - months.begin() + 1;
    std::string out = year + (number < 10 ? "-0" : "-") + std::to_string(number);
    out += day_end == 1 ? "-0" : "-";
    out += value.substr(0, day_end);
    return out;
}

// "||example.com^" and the same with options that do not narrow it to somewhere else.
void read_filter(std::string_view line, std::uint64_t number, ListBuilder& out)
{
    if (!line.starts_with("||"))
        return out.leave_out(number);
    line.remove_prefix(2);
    auto const end = line.find('^');
    auto const name = line.substr(0, end);
    bool const whole = end != std::string_view::npos
                       && (end + 1 == line.size() || line[end + 1] == '$')
                       && line.find("domain=") == std::string_view::npos
                       && name.find_first_of("*/") == std::string_view::npos;
    if (!whole)
        return out.leave_out(number);
    out.add(name, {}, "ads");
}

} // namespace

bool read_line_list(std::string_view bytes, DomainList& list, std::string const& file,
                    std::string const& date)
{
    bool const adblock = is_adblock_list(bytes);
    if (!adblock && !is_hosts_list(bytes))
        return false;
    list.format = adblock ? DomainList::Format::adblock : DomainList::Format::hosts;
    each_line(bytes.substr(0, 1u << 14), [&](std::string_view line, std::uint64_t) {
        if (list.date.empty() && is_comment(line))
            list.date = date_in(line);
    });
    ListBuilder out{list, file, date};
    each_line(bytes, [&](std::string_view line, std::uint64_t number) {
        if (is_comment(line))
            return;
        if (adblock)
            return read_filter(line, number, out);
        auto const hosts = hosts_line(line);
        if (!hosts.is_one)
            return out.leave_out(number);
        // Lists of this kind begin with what every machine has.
        for (auto const name : hosts.names)
            if (name != "localhost" && name != "localhost.localdomain" && name != "broadcasthost"
                && name != "0.0.0.0" && !name.starts_with("ip6-"))
                out.add(name.starts_with("*.") ? name.substr(2) : name, {}, "ads");
    });
    return true;
}

} // namespace petze
