#pragma once

#include "base/limits.h"
#include "decrypt/tls/record_stream.h"
#include "decrypt/tls/suite.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace petze::tls {

/// Room for the longest record (RFC 5246 section 6.2.3), and for the 13 bytes that its MAC covers
/// besides (section 6.2.3.1).
inline constexpr std::size_t plain_room = (1u << 14) + 2048 + 16;
using PlainBuffer = std::array<std::uint8_t, plain_room>;

/// What a record holds once it is opened.
struct OpenedRecord {
    ContentType type{}; // TLS 1.3: the inner one
    Bytes text{};       // points into the buffer given
    // Bytes of text before it that cannot be told: TLS 1.0 in CBC mode with encrypt-then-MAC, where
    // the block before the record was lost.
    std::size_t untold{};
};

/// What protects one direction: RFC 5246 section 6.3 names and order.
struct DirectionKeys {
    crypto::Secret mac{};
    crypto::Secret key{};
    crypto::Secret iv{}; // TLS 1.0: the first record's; AEAD: the implicit part of the nonce
};

/// What may still be spent, in bytes of work, on finding out what the gaps of one direction hid:
/// who has the keys may send records that make every guess fail.
class SearchBudget {
public:
    /// False where that is too much; then nothing is left.
    bool spend(std::uint64_t bytes)
    {
        m_left = bytes <= m_left ? m_left - bytes : 0;
        return m_left > 0;
    }
    void give_up() { m_left = 0; }
    bool is_spent() const { return m_left == 0; }

private:
    std::uint64_t m_left = limits::tls_tried_bytes;
};

/// Opens the records of one direction under one set of keys, and checks that nobody changed them.
/// Sequence numbers count records, so that after a gap the right one has to be found.
class RecordDecipher {
public:
    struct Setting {
        Suite suite{};
        std::uint16_t version{}; // as negotiated, see ServerHello::negotiated()
        bool encrypt_then_mac{}; // RFC 7366
    };
    /// Nothing where this machine's OpenSSL has no such cipher.
    static std::optional<RecordDecipher> make(Setting const& setting, DirectionKeys const& keys);

    /// Opens the record that follows the last one, or that states its own number. Nothing where its
    /// tag, MAC or padding does not fit; the next one is then expected to have the next number.
    std::optional<OpenedRecord> open(Record const& record, PlainBuffer& buffer);

    /// The same for the first record after a gap: tries the numbers that the missing bytes allow.
    /// On success `missing` tells how many records were lost; else all is as before.
    std::optional<OpenedRecord> open_after(LostRecords const& lost, Record const& record,
                                           PlainBuffer& buffer, SearchBudget& budget,
                                           std::uint64_t& missing);

    /// Of the next record under these keys.
    std::uint64_t sequence() const { return m_sequence; }

    /// Bytes that protection adds to a record of this length, header included, where they do not
    /// depend on the content; else nothing.
    std::optional<std::size_t> overhead() const;

private:
    explicit RecordDecipher(Setting const& setting, DirectionKeys const& keys,
                            crypto::Decipher decipher)
        : m_setting(setting)
        , m_keys(keys)
        , m_decipher(std::move(decipher))
    {
    }

    std::optional<OpenedRecord> open_numbered(Record const& record, PlainBuffer& buffer);
    std::optional<OpenedRecord> open_aead(Record const& record, PlainBuffer& buffer);
    std::optional<OpenedRecord> open_cbc(Record const& record, PlainBuffer& buffer);
    std::optional<OpenedRecord> open_stream(Record const& record, PlainBuffer& buffer);
    bool mac_fits(Record const& record, PlainBuffer& buffer, std::size_t text_bytes,
                  Bytes mac) const;
    bool make_key_stream(std::uint64_t bytes, SearchBudget& budget);
    std::optional<OpenedRecord> try_numbers(LostRecords const& lost, Record const& record,
                                            PlainBuffer& buffer, SearchBudget& budget);
    std::optional<OpenedRecord> try_positions(LostRecords const& lost, Record const& record,
                                              PlainBuffer& buffer, SearchBudget& budget);
    std::size_t least_record() const;
    std::size_t longest_record() const;

    Setting m_setting;
    DirectionKeys m_keys;
    crypto::Decipher m_decipher;
    std::uint64_t m_sequence = 0;
    std::array<std::uint8_t, 16> m_chained{}; // TLS 1.0 CBC: the last block of the last record
    bool m_has_chained = false;
    // Of a stream cipher, made ahead where a gap hides how far it has come.
    std::vector<std::uint8_t> m_key_stream;
    std::size_t m_key_stream_at = 0;
};

} // namespace petze::tls
