#include "find/notation/phone.h"

#include "base/text.h"
#include "find/notation/notation.h"

// What libphonenumber's headers say is not ours to mend.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include <phonenumbers/phonenumberutil.h>
#pragma GCC diagnostic pop

#include <algorithm>
#include <array>
#include <bitset>
#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <utility>

namespace petze {

namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

std::string digits_of(std::string_view text)
{
    std::string out;
    std::copy_if(text.begin(), text.end(), std::back_inserter(out), is_digit);
    return out;
}

/// The same groups of digits, otherwise apart: "(202) 555-0147" becomes "202 555 0147".
std::string grouped(std::string_view text, char separator)
{
    std::string out;
    bool apart = false;
    for (auto const c : text) {
        if (!is_digit(c) && c != '+') {
            apart = !out.empty();
            continue;
        }
        if (std::exchange(apart, false))
            out += separator;
        out += c;
    }
    return out;
}

std::optional<PhoneNumber> parse(std::string_view text, std::string_view region)
{
    PhoneNumber number;
    auto const known = region.empty() ? std::string{"ZZ"} : std::string{region};
    if (PhoneNumberUtil::GetInstance()->Parse(std::string{text}, known, &number)
        != PhoneNumberUtil::NO_PARSING_ERROR)
        return {};
    return number;
}

std::string format(PhoneNumber const& number, PhoneNumberUtil::PhoneNumberFormat how)
{
    std::string out;
    PhoneNumberUtil::GetInstance()->Format(number, how, &out);
    return out;
}

} // namespace

std::vector<std::string> phone_notations(std::string_view value, std::string_view region)
{
    auto const number = parse(value, region);
    auto const plain = digits_of(value);
    if (!number)
        return {plain};
    auto const e164 = format(*number, PhoneNumberUtil::E164);
    auto const international = format(*number, PhoneNumberUtil::INTERNATIONAL);
    auto const national = format(*number, PhoneNumberUtil::NATIONAL);
    std::string significant;
    PhoneNumberUtil::GetInstance()->GetNationalSignificantNumber(*number, &significant);
    std::string dialled; // from the phone's own country: "011 49 30 …"
    if (!region.empty())
        PhoneNumberUtil::GetInstance()->FormatOutOfCountryCallingNumber(
            *number, std::string{region}, &dialled);
    std::vector<std::string> out{e164,
                                 e164.substr(1),
                                 "00" + e164.substr(1),
                                 international,
                                 grouped(international, ' '),
                                 grouped(international, '-'),
                                 national,
                                 digits_of(national),
                                 grouped(national, ' '),
                                 grouped(national, '-'),
                                 significant,
                                 plain};
    for (char const separator : {'.', '/'}) {
        out.push_back(grouped(international, separator));
        out.push_back(grouped(national, separator));
    }
    if (!dialled.empty()) {
        out.push_back(digits_of(dialled));
        out.push_back(grouped(dialled, ' '));
    }
    // The prefix of calls within the country, in brackets behind the country's code.
    auto const code = '+' + std::to_string(number->country_code());
    auto const within = digits_of(national);
    if (within.size() > significant.size() && within.ends_with(significant)) {
        auto const prefix = "(" + within.substr(0, within.size() - significant.size()) + ")";
        out.push_back(code + prefix + significant);
        out.push_back(code + ' ' + prefix + significant);
        if (auto const groups = grouped(international, ' '); groups.starts_with(code + ' '))
            out.push_back(code + ' ' + prefix + groups.substr(code.size() + 1));
    }
    return out;
}

std::string region_of(std::string_view phone_number)
{
    auto const number = parse(phone_number, {});
    if (!number)
        return {};
    std::string region;
    PhoneNumberUtil::GetInstance()->GetRegionCodeForNumber(*number, &region);
    return region == "ZZ" ? std::string{} : region;
}

namespace {

/// The numbers that ITU-T E.164 gives to countries and networks.
class CallingCodes {
public:
    CallingCodes()
    {
        std::set<int> codes;
        PhoneNumberUtil::GetInstance()->GetSupportedCallingCodes(&codes);
        for (auto const code : codes)
            m_is_one.set(static_cast<std::size_t>(code));
    }

    /// A number written as that recommendation has it, "+491701234567"; nothing where it is not,
    /// or where zeros need a closer look. No code is the beginning of another.
    std::optional<PhoneNumber> split(std::string_view number) const
    {
        constexpr std::size_t shortest = 8, longest = 16, longest_code = 3;
        if (number.size() < shortest || number.size() > longest || number[0] != '+'
            || !std::all_of(number.begin() + 1, number.end(), is_digit))
            return {};
        std::size_t code = 0;
        for (std::size_t at = 1; at <= longest_code; ++at) {
            code = code * 10 + static_cast<std::size_t>(number[at] - '0');
            if (!m_is_one.test(code))
                continue;
            PhoneNumber out;
            std::uint64_t national = 0;
            for (char const c : number.substr(at + 1))
                national = national * 10 + static_cast<std::uint64_t>(c - '0');
            out.set_country_code(static_cast<int>(code));
            out.set_national_number(national);
            return number[at + 1] == '0' ? std::nullopt : std::optional{out};
        }
        return {};
    }

private:
    std::bitset<1000> m_is_one;
};

bool is_given_out(std::string_view number)
{
    // Most are written like this, and parse() takes twice as long as the question itself.
    static CallingCodes const codes;
    auto const split = codes.split(number);
    if (split && PhoneNumberUtil::GetInstance()->IsValidNumber(*split))
        return true;
    auto const parsed = parse(number, {});
    return parsed && PhoneNumberUtil::GetInstance()->IsValidNumber(*parsed);
}

/// What was asked about lately: libphonenumber takes microseconds for each answer, and a phone
/// sends the same numbers again and again. A later question takes the place of an earlier one.
class Answers {
public:
    bool answer(std::string_view number)
    {
        auto& slot = m_slots[std::hash<std::string_view>{}(number) % m_slots.size()];
        if (slot.size == 0 || std::string_view{slot.number.data(), slot.size} != number) {
            slot.is_given_out = is_given_out(number);
            slot.size = static_cast<std::uint8_t>(number.copy(slot.number.data(), longest));
        }
        return slot.is_given_out;
    }

    static constexpr std::size_t longest = 30; // with what people write between the digits

private:
    struct Slot {
        std::array<char, longest> number{};
        std::uint8_t size{};
        bool is_given_out{};
    };
    std::array<Slot, 2048> m_slots{};
};

} // namespace

bool is_phone_number(std::string_view number)
{
    if (number.empty() || number.size() > Answers::longest)
        return is_given_out(number);
    thread_local auto const answers = std::make_unique<Answers>(); // too large for a thread's block
    return answers->answer(number);
}

std::string normal_phone(std::string_view number, std::string_view region)
{
    auto const parsed = parse(number, region);
    return parsed ? format(*parsed, PhoneNumberUtil::E164) : digits_of(number);
}

} // namespace petze
