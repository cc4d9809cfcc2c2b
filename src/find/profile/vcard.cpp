#include "find/profile/vcard.h"

#include "base/text.h"
#include "find/profile/content_line.h"

#include <utility>

namespace petze {

namespace {

// The parts of N are family; given; middle; prefix; suffix (RFC 6350 §6.2.2).
std::string name_from_parts(std::string_view value)
{
    std::vector<std::string> parts{""};
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] == '\\' && i + 1 < value.size())
            parts.back() += value[++i];
        else if (value[i] == ';')
            parts.emplace_back();
        else
            parts.back() += value[i];
    }
    parts.resize(5);
    std::string out;
    for (auto index : {3u, 1u, 2u, 0u, 4u})
        if (auto const part = trim(parts[index]); !part.empty()) {
            if (!out.empty())
                out += ' ';
            out += part;
        }
    return out;
}

// "tel:+49-30-23125-001;ext=1" (RFC 6350 §6.4.1, RFC 3966) as well as a number alone.
std::string phone_of(std::string_view value)
{
    value = trim(value);
    if (equal_ignoring_case(value.substr(0, 4), "tel:"))
        value = value.substr(4, value.find(';') - 4);
    return std::string{trim(value)};
}

/// Reads line by line.
class Reader {
public:
    void take(ContentLine const& line)
    {
        if (line.name == "BEGIN" && equal_ignoring_case(trim(line.value), "VCARD")) {
            end_card(); // the one before may have no end
            m_inside = true;
        } else if (line.name == "END" && equal_ignoring_case(trim(line.value), "VCARD")) {
            end_card();
        } else if (m_inside) {
            property(line);
        }
    }

    std::vector<Contact> finish()
    {
        end_card();
        return std::move(m_contacts);
    }

private:
    void end_card()
    {
        if (m_inside) {
            if (m_contact.name.empty())
                m_contact.name = m_parts;
            m_contacts.push_back(std::move(m_contact));
        }
        m_contact = {};
        m_parts.clear();
        m_inside = false;
    }

    void property(ContentLine const& line)
    {
        if (line.name == "FN" && m_contact.name.empty())
            m_contact.name = trim(unescape_text(decoded_value(line)));
        else if (line.name == "N")
            m_parts = name_from_parts(decoded_value(line));
        else if (line.name == "TEL")
            add(m_contact.phones, phone_of(unescape_text(decoded_value(line))));
        else if (line.name == "EMAIL")
            add(m_contact.emails, trim(unescape_text(decoded_value(line))));
    }

    static void add(std::vector<std::string>& to, std::string_view value)
    {
        if (!value.empty())
            to.emplace_back(value);
    }

    std::vector<Contact> m_contacts;
    Contact m_contact;
    std::string m_parts; // the name that N gives
    bool m_inside = false;
};

} // namespace

std::vector<Contact> read_vcards(std::string_view text)
{
    Reader reader;
    for (auto const& line : read_content_lines(text))
        reader.take(line);
    return reader.finish();
}

} // namespace petze
