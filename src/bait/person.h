#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace petze::bait {

enum class Tongue : std::uint8_t { english, german };

struct Contact {
    std::string given, family;
    std::string phone; // E.164
    std::string email;

    std::string name() const { return given + ' ' + family; }
};

struct TextMessage {
    std::size_t contact{}; // index of the other party
    std::string text;
    std::int64_t time_ms{}; // since 1970
    bool sent{};
};

struct Appointment {
    std::string summary, location, description;
    std::int64_t time_s{}; // since 1970
};

struct Photo {
    std::string name; // "IMG_0001.jpg"
    std::uint64_t scene{};
    std::int64_t time_s{};
    double latitude{}, longitude{};
};

/// Somebody who does not exist, and all that is on their phone. Identifiers are of ranges that
/// belong to nobody: the test network 001-01, reporting body 00, numbers 555-01xx, example.net,
/// locally administered MAC addresses; home is in the South Pacific.
struct Person {
    Contact self;
    std::string imei, imsi, iccid, serial, android_id, advertising_id, mac, account, ssid, bssid;
    std::string camera_serial;
    double latitude{}, longitude{};
    std::vector<Contact> contacts;
    std::vector<TextMessage> messages;
    std::vector<Appointment> calendar;
    std::vector<Photo> photos;
};

Person invent(std::uint64_t seed, Tongue tongue);

/// The check digit of ISO/IEC 7812-1 (Luhn), which IMEI and ICCID end with.
char luhn_digit(std::string const& digits);

} // namespace petze::bait
