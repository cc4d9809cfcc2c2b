#include "identify/online/whois.h"

#include "base/limits.h"
#include "base/text.h"

#include <algorithm>
#include <array>

namespace petze {

namespace {

enum class Field {
    none,
    range,
    handle,
    name,
    organisation,
    description,
    country,
    changed,
    referral
};

struct Word {
    std::string_view text;
    Field field;
};

// In lower case, as the registries write them.
constexpr std::array words{
    Word{"inetnum", Field::range},             // RPSL, LACNIC
    Word{"inet6num", Field::range},            //
    Word{"netrange", Field::range},            // ARIN
    Word{"a. [network number]", Field::range}, // JPNIC
    Word{"[network number]", Field::range},    //
    Word{"ipv4 address", Field::range},        // KRNIC
    Word{"ipv6 address", Field::range},        //
    Word{"netblock", Field::range},            // TWNIC
    Word{"handle", Field::handle},             //
    Word{"nethandle", Field::handle},          //
    Word{"netname", Field::name},              //
    Word{"b. [network name]", Field::name},    //
    Word{"[network name]", Field::name},       //
    Word{"network name", Field::name},         // KRNIC
    Word{"org-name", Field::organisation},     //
    Word{"orgname", Field::organisation},      //
    Word{"custname", Field::organisation},     // ARIN, of a customer's block
    Word{"owner", Field::organisation},        // LACNIC, NIC.br
    Word{"organization name", Field::organisation},
    Word{"organization", Field::description}, // ARIN: name and handle
    Word{"g. [organization]", Field::organisation},
    Word{"[organization]", Field::organisation},
    Word{"organization name(english)", Field::organisation},
    Word{"descr", Field::description},     //
    Word{"country", Field::country},       //
    Word{"last-modified", Field::changed}, //
    Word{"changed", Field::changed},       // LACNIC: 20140701
    Word{"updated", Field::changed},       // ARIN
    Word{"refer", Field::referral},        // IANA
    Word{"whois", Field::referral},        //
    Word{"referralserver", Field::referral},
    Word{"resourcelink", Field::referral},
};

Field field_of(std::string_view word)
{
    auto const text = lower(trim(word));
    for (auto const& known : words)
        if (known.text == text)
            return known.field;
    return Field::none;
}

// "20140701", "2014-07-01T00:00:00Z" → "2014-07-01"; others are no date.
std::string date_of(std::string_view text)
{
    std::string digits;
    for (char const c : text.substr(0, text.find_first_of("T ")))
        if (is_digit(c))
            digits += c;
    if (digits.size() != 8)
        return {};
    return digits.substr(0, 4) + "-" + digits.substr(4, 2) + "-" + digits.substr(6, 2);
}

// "rwhois://host:4321", "whois://host", "host".
std::string whois_host(std::string_view text)
{
    if (text.starts_with("rwhois:"))
        return {}; // another protocol
    if (auto const colon = text.find("://"); colon != std::string_view::npos) {
        if (!text.starts_with("whois:"))
            return {};
        text.remove_prefix(colon + 3);
    }
    return lower(text.substr(0, text.find_first_of("/ ")));
}

std::pair<std::string_view, std::string_view> split(std::string_view line)
{
    // JPNIC: "a. [Network Number]             202.12.30.0/24".
    if (auto const close = line.find(']'); close != std::string_view::npos
                                           && line.find('[') != std::string_view::npos
                                           && line.find(':') > close)
        return {line.substr(0, close + 1), trim(line.substr(close + 1))};
    auto const colon = line.find(':');
    if (colon == std::string_view::npos)
        return {};
    return {line.substr(0, colon), trim(line.substr(colon + 1))};
}

/// Gathers what stands between blank lines.
class Reading {
public:
    explicit Reading(Address const& address)
        : m_address(address)
    {
    }

    void line(std::string_view line)
    {
        auto const [word, value] = split(line);
        auto const field = value.empty() ? Field::none : field_of(word);
        auto const text = to_utf8(value.substr(0, limits::data_text_bytes));
        if (field == Field::range)
            range(text);
        else if (field == Field::referral && m_referral.empty())
            m_referral = whois_host(text);
        else if (m_inside)
            take(field, text);
        else if (field == Field::organisation && m_best && m_best->organisation.empty())
            m_best->organisation = text; // of the object that follows the network
    }
    void blank()
    {
        finish();
        m_inside = false;
    }
    std::optional<RegisteredNetwork> result()
    {
        finish();
        if (!m_best && m_referral.empty())
            return std::nullopt;
        auto out = m_best.value_or(RegisteredNetwork{});
        if (out.organisation.empty())
            out.organisation = m_description;
        out.referral = m_referral;
        return out;
    }

private:
    void range(std::string const& text)
    {
        finish();
        auto const found = parse_range(text.substr(0, text.find(" (")));
        m_inside = found && found->contains(m_address);
        m_current = {};
        m_current_description.clear();
        if (m_inside)
            m_current.range = *found;
    }
    void take(Field field, std::string const& text)
    {
        auto const keep = [&](std::string& place, std::string value) {
            if (place.empty())
                place = std::move(value);
        };
        if (field == Field::handle)
            keep(m_current.handle, text);
        else if (field == Field::name)
            keep(m_current.name, text);
        else if (field == Field::organisation)
            keep(m_current.organisation, text);
        else if (field == Field::description)
            keep(m_current_description, text);
        else if (field == Field::country)
            keep(m_current.country, text.substr(0, 2));
        else if (field == Field::changed)
            keep(m_current.changed, date_of(text));
    }
    // KRNIC and NIC.br leave a blank line between what is said of one network; a smaller block
    // that comes later is more specific.
    void finish()
    {
        if (!m_inside)
            return;
        auto const is_smaller = !m_best
                                || (m_best->range.contains(m_current.range.first)
                                    && m_best->range.contains(m_current.range.last)
                                    && m_best->range != m_current.range);
        if (is_smaller) {
            m_best = m_current;
            m_description = m_current_description;
        }
        m_inside = false;
    }

    Address m_address;
    bool m_inside = false; // of a network around the address
    RegisteredNetwork m_current;
    std::string m_current_description, m_description, m_referral;
    std::optional<RegisteredNetwork> m_best;
};

} // namespace

std::optional<RegisteredNetwork> parse_whois(std::string_view text, Address const& address)
{
    Reading reading{address};
    text = text.substr(0, limits::whois_bytes);
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        auto const line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (trim(line).empty())
            reading.blank();
        else if (!line.starts_with('%') && !line.starts_with('#'))
            reading.line(line);
    }
    return reading.result();
}

std::string_view whois_server(std::string_view registry)
{
    struct Row {
        std::string_view registry, host;
    };
    constexpr std::array rows{
        Row{"AFRINIC", "whois.afrinic.net"}, Row{"APNIC", "whois.apnic.net"},
        Row{"ARIN", "whois.arin.net"},       Row{"LACNIC", "whois.lacnic.net"},
        Row{"RIPE NCC", "whois.ripe.net"},
    };
    for (auto const& row : rows)
        if (row.registry == registry)
            return row.host;
    return "whois.iana.org";
}

std::string whois_question(std::string_view server, Address const& address)
{
    auto text = address.text();
    if (server.starts_with("whois.arin.net"))
        return "n + " + text;
    if (server.starts_with("whois.nic.ad.jp"))
        return text + "/e";
    return text;
}

} // namespace petze
