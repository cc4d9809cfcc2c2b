#include "find/profile/messages_xml.h"

#include <expat.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>

namespace petze {

namespace {

struct Reference {
    std::uint32_t code{};
    std::size_t length{}; // of "&#55357;"
};

std::optional<Reference> numeric_reference(std::string_view text)
{
    if (!text.starts_with("&#"))
        return {};
    bool const hex = text.size() > 2 && (text[2] == 'x' || text[2] == 'X');
    auto const digits = text.substr(hex ? 3 : 2, 8);
    Reference out;
    auto const [end, trouble] =
        std::from_chars(digits.data(), digits.data() + digits.size(), out.code, hex ? 16 : 10);
    auto const count = static_cast<std::size_t>(end - digits.data());
    if (trouble != std::errc{} || count == digits.size() || *end != ';')
        return {};
    out.length = (hex ? 3 : 2) + count + 1;
    return out;
}

void append_utf8(std::string& out, std::uint32_t code)
{
    out += static_cast<char>(0xf0 | code >> 18);
    out += static_cast<char>(0x80 | (code >> 12 & 0x3f));
    out += static_cast<char>(0x80 | (code >> 6 & 0x3f));
    out += static_cast<char>(0x80 | (code & 0x3f));
}

std::string mend_references(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        auto const next = std::min(text.find("&#"), text.size());
        out += text.substr(0, next);
        text.remove_prefix(next);
        auto const high = numeric_reference(text);
        if (!high) {
            out += text.substr(0, 1);
            text.remove_prefix(std::min<std::size_t>(1, text.size()));
            continue;
        }
        // XML 1.0 §2.2 has no place for these; that app writes what a message holds.
        bool const no_character =
            (high->code < 0x20 && high->code != '\t' && high->code != '\n' && high->code != '\r')
            || high->code == 0xfffe || high->code == 0xffff;
        bool const surrogate = high->code >= 0xd800 && high->code <= 0xdfff;
        auto const low = surrogate ? numeric_reference(text.substr(high->length)) : std::nullopt;
        if (low && high->code <= 0xdbff && low->code >= 0xdc00 && low->code <= 0xdfff) {
            append_utf8(out, 0x10000 + ((high->code - 0xd800) << 10) + (low->code - 0xdc00));
            text.remove_prefix(high->length + low->length);
        } else {
            if (!surrogate && !no_character) // left out, like a surrogate alone
                out += text.substr(0, high->length);
            text.remove_prefix(high->length);
        }
    }
    return out;
}

// Milliseconds since 1970.
std::int64_t time_of(std::string_view date)
{
    constexpr std::int64_t nanoseconds = 1'000'000, year_2200 = 7'258'118'400'000;
    std::int64_t out{};
    auto const [end, trouble] = std::from_chars(date.data(), date.data() + date.size(), out);
    bool const is_time =
        trouble == std::errc{} && end == date.data() + date.size() && out > 0 && out < year_2200;
    return is_time ? out * nanoseconds : 0;
}

/// Collects messages while expat walks through the elements.
class Collector {
public:
    void begin(std::string_view element, char const** attributes)
    {
        auto const value = [&](std::string_view name) -> std::string {
            for (auto const** at = attributes; *at; at += 2)
                if (name == *at && at[1] != std::string_view{"null"})
                    return at[1];
            return {};
        };
        if (element == "sms") {
            out.messages.push_back({value("address"), value("body"), time_of(value("date"))});
        } else if (element == "mms") {
            m_mms = TextMessage{value("address"), {}, time_of(value("date"))};
        } else if (element == "part" && m_mms) {
            if (value("ct") == "text/plain") {
                if (!m_mms->text.empty())
                    m_mms->text += '\n';
                m_mms->text += value("text");
            }
        } else if (element == "addr" && m_mms && m_mms->address.empty()) {
            // Android's word for "the phone itself".
            if (auto const address = value("address"); address != "insert-address-token")
                m_mms->address = address;
        }
    }
    void end(std::string_view element)
    {
        if (element == "mms" && m_mms) {
            out.messages.push_back(std::move(*m_mms));
            m_mms.reset();
        }
    }

    MessagesFile out;

private:
    std::optional<TextMessage> m_mms;
};

} // namespace

MessagesFile read_messages_xml(std::string_view text)
{
    auto const joined = mend_references(text);
    Collector collector;
    std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> const parser{
        XML_ParserCreate(nullptr), &XML_ParserFree};
    XML_SetUserData(parser.get(), &collector);
    XML_SetElementHandler(
        parser.get(),
        [](void* user, char const* name, char const** attributes) {
            static_cast<Collector*>(user)->begin(name, attributes);
        },
        [](void* user, char const* name) { static_cast<Collector*>(user)->end(name); });
    constexpr std::size_t step = 1u << 20; // expat takes an int
    for (std::size_t offset = 0;; offset += step) {
        auto const piece = std::string_view{joined}.substr(std::min(offset, joined.size()), step);
        bool const last = offset + piece.size() >= joined.size();
        if (XML_Parse(parser.get(), piece.data(), static_cast<int>(piece.size()), last ? 1 : 0)
            != XML_STATUS_OK) {
            collector.out.trouble = "line " + std::to_string(XML_GetCurrentLineNumber(parser.get()))
                                    + ": " + XML_ErrorString(XML_GetErrorCode(parser.get()));
            break;
        }
        if (last)
            break;
    }
    return std::move(collector.out);
}

} // namespace petze
