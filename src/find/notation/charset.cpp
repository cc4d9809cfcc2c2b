#include "find/notation/charset.h"

#include "base/text.h"
#include "find/notation/letter_case.h"

#include <unicode/ucnv.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>

namespace petze {

namespace {

std::u16string utf16(std::string_view text)
{
    std::u16string out;
    while (!text.empty()) {
        auto const [code, length] = first_character(text);
        text.remove_prefix(length);
        if (code >= 0x10000) {
            out += static_cast<char16_t>(0xd800 + ((code - 0x10000) >> 10));
            out += static_cast<char16_t>(0xdc00 + ((code - 0x10000) & 0x3ff));
        } else {
            out += static_cast<char16_t>(code);
        }
    }
    return out;
}

std::string bytes_of(std::u16string_view units, bool low_first)
{
    std::string out;
    for (auto const unit : units) {
        auto const low = static_cast<char>(unit & 0xff);
        auto const high = static_cast<char>(unit >> 8);
        out += low_first ? low : high;
        out += low_first ? high : low;
    }
    return out;
}

/// One of ICU's converters: opened once, for it reads tables.
class Converter {
public:
    explicit Converter(char const* name)
    {
        auto status = U_ZERO_ERROR;
        m_converter.reset(ucnv_open(name, &status));
        if (m_converter)
            ucnv_setFromUCallBack(m_converter.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr,
                                  nullptr, &status);
        if (U_FAILURE(status))
            m_converter.reset();
    }

    std::optional<std::string> convert(std::u16string_view units)
    {
        if (!m_converter)
            return {};
        constexpr std::size_t longest_character = 4;
        std::string out(units.size() * longest_character + 1, '\0');
        auto status = U_ZERO_ERROR;
        auto const length =
            ucnv_fromUChars(m_converter.get(), out.data(), static_cast<std::int32_t>(out.size()),
                            units.data(), static_cast<std::int32_t>(units.size()), &status);
        if (U_FAILURE(status))
            return {};
        out.resize(static_cast<std::size_t>(length));
        return out;
    }

private:
    struct Close {
        void operator()(UConverter* converter) const { ucnv_close(converter); }
    };
    std::unique_ptr<UConverter, Close> m_converter;
};

std::string to_utf8(std::u16string_view units)
{
    constexpr std::size_t longest_unit = 3;
    std::string out(units.size() * longest_unit + 1, '\0');
    std::int32_t length = 0;
    auto status = U_ZERO_ERROR;
    u_strToUTF8(out.data(), static_cast<std::int32_t>(out.size()), &length, units.data(),
                static_cast<std::int32_t>(units.size()), &status);
    out.resize(U_FAILURE(status) ? 0 : static_cast<std::size_t>(length));
    return out;
}

std::optional<std::string> normalized(UNormalizer2 const* form, std::u16string_view units)
{
    constexpr std::size_t longest_expansion = 4; // UAX 15 section 12, UTF-16, form D
    std::u16string out(units.size() * longest_expansion + 1, u'\0');
    auto status = U_ZERO_ERROR;
    auto const length =
        unorm2_normalize(form, units.data(), static_cast<std::int32_t>(units.size()), out.data(),
                         static_cast<std::int32_t>(out.size()), &status);
    if (U_FAILURE(status))
        return {};
    out.resize(static_cast<std::size_t>(length));
    return to_utf8(out);
}

bool is_ascii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

} // namespace

std::vector<CharsetForm> charset_forms(std::string_view text)
{
    auto const units = utf16(text);
    std::vector<CharsetForm> out{{bytes_of(units, true), "utf-16le", false},
                                 {bytes_of(units, false), "utf-16be", false}};
    if (is_ascii(text))
        return out;
    thread_local Converter latin_1{"ISO-8859-1"};
    thread_local Converter gbk{"GBK"};
    thread_local Converter big5{"Big5"};
    auto const add = [&](Converter& converter, std::string_view step) {
        if (auto bytes = converter.convert(units))
            out.push_back({std::move(*bytes), step, true});
    };
    add(latin_1, "latin-1");
    add(gbk, "gbk");
    add(big5, "big5");
    return out;
}

std::vector<std::string> normal_forms(std::string_view text)
{
    std::vector<std::string> out;
    if (is_ascii(text))
        return out;
    auto const units = utf16(text);
    auto status = U_ZERO_ERROR;
    for (auto const* form : {unorm2_getNFCInstance(&status), unorm2_getNFDInstance(&status)})
        if (U_SUCCESS(status))
            if (auto other = normalized(form, units);
                other && *other != text && std::find(out.begin(), out.end(), *other) == out.end())
                out.push_back(std::move(*other));
    return out;
}

} // namespace petze
