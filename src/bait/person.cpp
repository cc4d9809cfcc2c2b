#include "bait/person.h"

#include "bait/draw.h"

#include <array>
#include <cmath>
#include <set>
#include <string_view>

namespace petze::bait {

namespace {

constexpr std::size_t contacts = 20, messages = 40, appointments = 8, photos = 12;
constexpr std::int64_t first_second = 1'711'965'600; // 2024-04-01T10:00:00Z
constexpr std::int64_t day = 86400;

constexpr std::string_view given_names[] = {
    "Ylva",  "Tamsin", "Corvin",  "Leocadia", "Anselm", "Briseis", "Torben",  "Oriane",
    "Jorin", "Wiebke", "Caspian", "Henrike",  "Milo",   "Saskia",  "Ottilie", "Fenja",
};
constexpr std::string_view beginnings[] = {"Bra",  "Dro", "Fen", "Glu", "Hor",  "Kel",
                                           "Lom",  "Mar", "Nes", "Pil", "Ques", "Ras",
                                           "Stro", "Tul", "Vor", "Wen"};
constexpr std::string_view middles[] = {"bi", "dra", "fo", "gu", "ke", "la", "mo", "ni",
                                        "po", "ri",  "se", "ta", "ve", "wo", "xi", "zu"};
constexpr std::string_view ends[] = {"barn", "cott", "dahl",  "feld",  "gren", "holm",
                                     "kamp", "lund", "mark",  "quist", "rode", "stet",
                                     "thal", "vik",  "worth", "zell"};

// Numbers 555-0100 to 555-0199 are kept for fiction in every one of these (NANPA).
constexpr std::string_view area_codes[] = {"202", "206", "212", "213", "303", "305", "312", "313",
                                           "404", "415", "503", "512", "602", "612", "617", "702",
                                           "713", "718", "808", "901", "907", "916"};

struct Templates {
    std::array<std::string_view, 8> messages;
    std::array<std::string_view, 4> appointments;
    std::string_view at;
};
// {a} and {b} are words that were invented for this one text.
constexpr Templates templates[] = {
    {{"Could you bring the {a} to {b} before nine? I left mine there.",
      "The {a} from {b} has arrived, it does not fit at all.",
      "Never mention {a} again, not even at the {b}!",
      "I paid 48 for the {a}, and {b} is still missing.", "We meet at {b}. Password is {a}.",
      "Doctor {b} says the {a} has to come out.", "Please water the {a}, the key is under the {b}.",
      "Happy birthday from {a} and everybody in {b}!"},
     {"Appointment with Dr {a}", "Interview at {a} and Sons", "Repair of the {a}",
      "Anniversary of {a}"},
     "Room {b}, {a} building"},
    {{"Bringst du das {a} vor neun nach {b}? Meins liegt noch dort.",
      "Das {a} aus {b} ist da, es passt \u00fcberhaupt nicht.",
      "Erw\u00e4hne {a} nie wieder, auch nicht im {b}!",
      "Ich habe 48 f\u00fcr das {a} bezahlt, und {b} fehlt noch immer.",
      "Wir treffen uns bei {b}. Das Kennwort ist {a}.", "Doktor {b} sagt, das {a} muss raus.",
      "Bitte gie\u00df das {a}, der Schl\u00fcssel liegt unter dem {b}.",
      "Alles Gute zum Geburtstag von {a} und allen in {b}!"},
     {"Termin bei Dr. {a}", "Vorstellungsgespr\u00e4ch bei {a} und S\u00f6hne", "Reparatur des {a}",
      "Jahrestag von {a}"},
     "Raum {b}, Geb\u00e4ude {a}"},
};

std::string invented_word(Draw& draw)
{
    return std::string{draw.one_of(beginnings)} + std::string{draw.one_of(middles)}
           + std::string{draw.one_of(middles)} + std::string{draw.one_of(ends)};
}

std::string filled(std::string_view text, std::string const& a, std::string const& b)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const slot = text.substr(i, 3);
        if (slot == "{a}" || slot == "{b}") {
            out += slot == "{a}" ? a : b;
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::string lower_ascii(std::string text)
{
    for (auto& c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

Contact invent_contact(Draw& draw, std::set<std::string>& taken)
{
    Contact out{std::string{draw.one_of(given_names)}, {}, {}, {}};
    do
        out.family = invented_word(draw);
    while (!taken.insert(out.family).second);
    do
        out.phone = '+' + std::string{"1"} + std::string{draw.one_of(area_codes)} + "55501"
                    + draw.digits(2);
    while (!taken.insert(out.phone).second);
    out.email = lower_ascii(out.given + '.' + out.family) + draw.digits(3) + "@example.net";
    return out;
}

std::string mac(Draw& draw)
{
    std::string out = "02"; // locally administered (IEEE 802, section 8.4)
    for (int i = 0; i < 5; ++i)
        out += ':' + draw.hex(2);
    return out;
}

// RFC 9562 section 5.4.
std::string uuid(Draw& draw)
{
    return draw.hex(8) + '-' + draw.hex(4) + "-4" + draw.hex(3) + '-' + draw.of("89ab", 1)
           + draw.hex(3) + '-' + draw.hex(12);
}

void invent_identifiers(Person& person, Draw& draw)
{
    auto const imei = "00" + draw.digits(12); // reporting body 00: test equipment
    person.imei = imei + luhn_digit(imei);
    person.imsi = "00101" + draw.digits(10);
    auto const iccid = "8999" + draw.digits(14);
    person.iccid = iccid + luhn_digit(iccid);
    person.serial = "BAIT" + draw.of("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 10);
    person.android_id = draw.hex(16);
    person.advertising_id = uuid(draw);
    person.mac = mac(draw);
    person.bssid = mac(draw);
    person.account = draw.of("123456789", 1) + draw.digits(11);
    person.ssid = invented_word(draw) + '-' + draw.digits(4);
    person.camera_serial = "CAM" + draw.digits(12);
    // Within some hundred kilometres of 48.9 S, 123.4 W, which no land is farther from.
    person.latitude = -48.9 + (draw.unit() - 0.5) * 4;
    person.longitude = -123.4 + (draw.unit() - 0.5) * 4;
}

double to_six_places(double degrees)
{
    return std::round(degrees * 1e6) / 1e6;
}

} // namespace

char luhn_digit(std::string const& digits)
{
    int sum = 0;
    bool doubled = true;
    for (auto at = digits.rbegin(); at != digits.rend(); ++at, doubled = !doubled) {
        int const value = (*at - '0') * (doubled ? 2 : 1);
        sum += value > 9 ? value - 9 : value;
    }
    return static_cast<char>('0' + (10 - sum % 10) % 10);
}

Person invent(std::uint64_t seed, Tongue tongue)
{
    auto const& words = templates[static_cast<std::size_t>(tongue)];
    Draw draw{seed};
    Person person;
    std::set<std::string> taken;
    person.self = invent_contact(draw, taken);
    invent_identifiers(person, draw);
    for (std::size_t i = 0; i < contacts; ++i)
        person.contacts.push_back(invent_contact(draw, taken));
    for (std::size_t i = 0; i < messages; ++i)
        person.messages.push_back(
            {draw.below(contacts),
             filled(draw.one_of(words.messages), invented_word(draw), invented_word(draw)),
             (first_second + static_cast<std::int64_t>(i) * day / 2) * 1000, draw.below(2) == 0});
    for (std::size_t i = 0; i < appointments; ++i)
        person.calendar.push_back(
            {filled(draw.one_of(words.appointments), invented_word(draw), {}),
             filled(words.at, invented_word(draw), draw.digits(3)),
             filled(draw.one_of(words.messages), invented_word(draw), invented_word(draw)),
             first_second + static_cast<std::int64_t>(i + 1) * day * 3});
    for (std::size_t i = 0; i < photos; ++i) {
        auto const number = std::to_string(i + 1);
        // Some hundred metres around home.
        person.photos.push_back({"IMG_" + std::string(4 - number.size(), '0') + number + ".jpg",
                                 draw.bits(), first_second + static_cast<std::int64_t>(i) * day * 2,
                                 to_six_places(person.latitude + (draw.unit() - 0.5) * 0.004),
                                 to_six_places(person.longitude + (draw.unit() - 0.5) * 0.004)});
    }
    person.latitude = to_six_places(person.latitude);
    person.longitude = to_six_places(person.longitude);
    return person;
}

} // namespace petze::bait
