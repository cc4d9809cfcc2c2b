#include "base/limits.h"
#include "base/text.h"
#include "identify/sources/arin_network.h"
#include "identify/sources/dates.h"

#include <expat.h>

#include <array>
#include <memory>

namespace petze {

namespace {

// ARIN's codes of net types, in the words of the text form.
std::string_view words_of_type(std::string_view code)
{
    struct Row {
        std::string_view code, words;
    };
    constexpr std::array rows{
        Row{"A", "reallocation"},
        Row{"AF", "allocated to AFRINIC"},
        Row{"AP", "allocated to APNIC"},
        Row{"AV", "early registrations, transferred to AFRINIC"},
        Row{"DA", "direct allocation"},
        Row{"DS", "direct assignment"},
        Row{"IR", "IANA-reserved"},
        Row{"IU", "IANA special use"},
        Row{"LN", "allocated to LACNIC"},
        Row{"LX", "early registrations, transferred to LACNIC"},
        Row{"PV", "early registrations, maintained by APNIC"},
        Row{"PX", "early registrations, transferred to APNIC"},
        Row{"RN", "allocated to RIPE NCC"},
        Row{"RV", "early registrations, maintained by RIPE NCC"},
        Row{"RX", "early registrations, transferred to RIPE NCC"},
        Row{"S", "reassignment"},
    };
    for (auto const& row : rows)
        if (row.code == code)
            return row.words;
    return code;
}

/// One <asn>, <net> or <org> at a time; elements inside each other with the same name keep the
/// first text.
class Document {
public:
    Document(DataReading& reading, XML_Parser parser)
        : m_reading(reading)
        , m_parser(parser)
    {
    }

    void start(std::string_view name)
    {
        m_text.clear();
        if (m_kind.empty()
            && (name == "asn" || name == "net" || name == "org" || name == "customer")) {
            m_kind = name;
            m_record_depth = m_depth;
            m_line = XML_GetCurrentLineNumber(m_parser);
            for (auto* text :
                 {&m_handle, &m_name, &m_organisation, &m_first, &m_last, &m_type, &m_country})
                text->clear();
        }
        if (name == "netBlock")
            clear_block();
        ++m_depth;
        if (m_depth > limits::xml_depth)
            stop();
    }

    void stop() { XML_StopParser(m_parser, XML_FALSE); }

    void characters(std::string_view text)
    {
        if (m_text.size() + text.size() <= limits::data_line_bytes)
            m_text += text;
    }

    void end(std::string_view name)
    {
        --m_depth;
        if (name == m_kind && !m_kind.empty()) {
            finish();
            m_kind.clear();
            return;
        }
        auto const text = trim(m_text);
        if (auto* into = place_of(name); into != nullptr && into->empty())
            into->assign(text);
        if (name == "updateDate" || name == "registrationDate")
            if (auto const date = leading_date(text); date && *date > m_reading.newest)
                m_reading.newest = *date;
        if (name == "netBlock" && m_kind == "net")
            finish_block();
        m_text.clear();
    }

private:
    std::string* place_of(std::string_view name)
    {
        // Countries have names as well.
        bool const of_record = m_depth == m_record_depth + 1;
        if (name == "handle" && of_record)
            return &m_handle;
        if (name == "name" && of_record)
            return &m_name;
        if (name == "orgHandle" || name == "customerHandle")
            return &m_organisation;
        if (name == "startAddress" || name == "startAsNumber")
            return &m_first;
        if (name == "endAddress" || name == "endAsNumber")
            return &m_last;
        if (name == "type")
            return &m_type;
        return name == "code2" ? &m_country : nullptr;
    }

    // The addresses of each block are kept until the network's end, which tells whose they are.
    void finish_block()
    {
        if (m_blocks.size() < limits::data_descriptions * 64)
            m_blocks.emplace_back(m_first + " - " + m_last, m_type);
        clear_block();
    }

    void clear_block()
    {
        m_first.clear();
        m_last.clear();
        m_type.clear();
    }

    void finish()
    {
        auto& builder = m_reading.builder;
        if (m_kind == "net") {
            if (m_blocks.empty())
                m_blocks.emplace_back(m_first + " - " + m_last, m_type);
            for (auto const& [range, type] : m_blocks)
                add_arin_network({m_line, range, m_name, m_organisation, words_of_type(type)},
                                 m_reading);
            m_blocks.clear();
        } else if (m_kind == "asn") {
            auto const range = m_first + " - " + (m_last.empty() ? m_first : m_last);
            add_arin_systems({m_line, range, m_name, m_organisation, {}}, m_reading);
        } else if (!m_name.empty()) {
            builder.add_organisation(
                {builder.keep(m_handle), builder.keep(m_name), pack_country(m_country)});
        }
    }

    DataReading& m_reading;
    XML_Parser m_parser;
    std::string m_kind; // of the record that is open: "net"
    std::uint64_t m_line = 0;
    int m_depth = 0;
    int m_record_depth = 0;
    std::string m_text, m_handle, m_name, m_organisation, m_first, m_last, m_type, m_country;
    std::vector<std::pair<std::string, std::string>> m_blocks;
};

Document& document(void* user)
{
    return *static_cast<Document*>(user);
}

void start_element(void* user, XML_Char const* name, XML_Char const**)
{
    document(user).start(name);
}

void end_element(void* user, XML_Char const* name)
{
    document(user).end(name);
}

void characters(void* user, XML_Char const* text, int length)
{
    document(user).characters({text, static_cast<std::size_t>(length)});
}

// No entity of a document's own is needed, and such have been used to fill memories.
void doctype(void* user, XML_Char const*, XML_Char const*, XML_Char const*, int)
{
    document(user).stop();
}

} // namespace

void read_arin_xml(ByteSource& source, DataReading& reading)
{
    reading.builder.info.source = "ARIN WHOIS data";
    std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> const parser{
        XML_ParserCreate(nullptr), &XML_ParserFree};
    Document state{reading, parser.get()};
    XML_SetUserData(parser.get(), &state);
    XML_SetElementHandler(parser.get(), start_element, end_element);
    XML_SetCharacterDataHandler(parser.get(), characters);
    XML_SetStartDoctypeDeclHandler(parser.get(), doctype);
    std::vector<std::uint8_t> block(limits::capture_block);
    for (;;) {
        auto const got = source.read(block);
        if (!got)
            return reading.troubles.tell(0, "the file cannot be read to its end");
        auto const text = as_text(Bytes{block}.first(*got));
        if (XML_Parse(parser.get(), text.data(), static_cast<int>(text.size()), *got == 0 ? 1 : 0)
            != XML_STATUS_OK)
            return reading.troubles.tell(XML_GetCurrentLineNumber(parser.get()),
                                         "no well-formed XML from here on");
        if (*got == 0)
            return;
    }
}

} // namespace petze
