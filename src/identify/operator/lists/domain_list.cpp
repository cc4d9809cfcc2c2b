#include "identify/operator/lists/domain_list.h"

#include "base/limits.h"
#include "base/text.h"
#include "conversation/host.h"
#include "identify/operator/domain.h"

#include <algorithm>

namespace petze {

namespace {

constexpr std::size_t most_lines = 20; // told of those that were left out

// RFC 1123 section 2.1, and the underscores that occur all the same.
bool is_name(std::string_view text)
{
    constexpr std::size_t longest = 253;
    return !text.empty() && text.size() <= longest && !text.starts_with('.')
           && text.find("..") == std::string_view::npos && text.find('.') != std::string_view::npos
           && std::all_of(text.begin(), text.end(), [](char c) {
                  return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '_' || c == '.'
                         || static_cast<unsigned char>(c) >= 0x80;
              });
}

} // namespace

std::string_view name_of(DomainList::Format format)
{
    switch (format) {
    case DomainList::Format::tracker_radar:
        return "DuckDuckGo Tracker Radar";
    case DomainList::Format::disconnect:
        return "Disconnect";
    case DomainList::Format::exodus:
        return "Exodus Privacy";
    case DomainList::Format::adblock:
        return "Adblock list";
    case DomainList::Format::hosts:
        return "hosts list";
    }
    return {};
}

ListBuilder::ListBuilder(DomainList& list, std::string const& file, std::string const& date)
    : m_list(list)
{
    std::string title{name_of(list.format)};
    title += " (";
    title += file;
    title += ')';
    m_source = list.domains.add_source({std::move(title), list.date.empty() ? date : list.date});
    m_owner = list.domains.add_owner({});
}

void ListBuilder::add(std::string_view domain, std::string_view owner, std::string_view role)
{
    auto name = normal_host(domain);
    if (!is_name(name) || is_registry_suffix(name) || registrable_domain(name).empty())
        return leave_out();
    if (m_list.domains.size() >= limits::listed_domains) {
        m_list.cut_off = true;
        return;
    }
    if (owner != m_last_owner) {
        m_last_owner = owner;
        m_owner = m_list.domains.add_owner({to_utf8(owner.substr(0, limits::data_text_bytes)), {}});
    }
    m_list.domains.add(std::move(name), role, m_owner, m_source);
}

void ListBuilder::leave_out(std::uint64_t line)
{
    ++m_list.left_out;
    if (line > 0 && m_list.lines.size() < most_lines)
        m_list.lines.push_back(line);
}

std::optional<DomainList> parse_domain_list(std::string_view bytes, std::string const& file,
                                            std::string const& modified)
{
    constexpr std::string_view mark = "\xef\xbb\xbf"; // of UTF-8
    if (bytes.starts_with(mark))
        bytes.remove_prefix(mark.size());
    if (bytes.size() > limits::domain_list_bytes)
        return std::nullopt;
    DomainList out;
    auto const begin = trim(bytes.substr(0, 4096));
    bool const is_json =
        begin.starts_with('{') || (begin.starts_with('[') && !begin.starts_with("[Ad"));
    bool const is_read = is_json ? read_json_list(bytes, out, file, modified)
                                 : read_line_list(bytes, out, file, modified);
    if (!is_read || out.domains.size() == 0)
        return std::nullopt;
    return out;
}

} // namespace petze
