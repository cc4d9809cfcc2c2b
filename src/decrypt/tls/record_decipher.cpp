#include "decrypt/tls/record_decipher.h"

#include "base/digest.h"
#include "decrypt/tls/names.h"

#include <algorithm>

namespace petze::tls {

namespace {

using crypto::Mode;

// RFC 5246 section 6.2.3.1: sequence number, type, version, length.
constexpr std::size_t mac_prefix = 13;
constexpr std::size_t explicit_nonce = 8;

// RFC 8446: the header is authenticated since draft 25; before, nothing was.
bool authenticates_header(std::uint16_t version)
{
    constexpr unsigned drafts = 0x7f00, first_draft = 0x7f19;
    return version < drafts || version >= first_draft;
}

std::array<std::uint8_t, 8> big_endian(std::uint64_t number)
{
    std::array<std::uint8_t, 8> bytes{};
    for (std::size_t i = bytes.size(); i > 0; --i, number >>= 8)
        bytes[i - 1] = static_cast<std::uint8_t>(number);
    return bytes;
}

/// What a MAC or AEAD of TLS 1.2 and before covers besides the text.
std::array<std::uint8_t, mac_prefix> prefix_of(std::uint64_t sequence, Record const& record,
                                               std::size_t text_bytes)
{
    std::array<std::uint8_t, mac_prefix> prefix{};
    auto const number = big_endian(sequence);
    std::copy(number.begin(), number.end(), prefix.begin());
    prefix[8] = static_cast<std::uint8_t>(record.type);
    prefix[9] = static_cast<std::uint8_t>(record.version >> 8);
    prefix[10] = static_cast<std::uint8_t>(record.version);
    prefix[11] = static_cast<std::uint8_t>(text_bytes >> 8);
    prefix[12] = static_cast<std::uint8_t>(text_bytes);
    return prefix;
}

// RFC 6101 section 5.2.3.1: the MAC that HMAC grew out of.
std::vector<std::uint8_t> ssl3_mac(crypto::Hash hash, Bytes key, Bytes covered)
{
    std::size_t const padding = hash == crypto::Hash::md5 ? 48 : 40;
    auto const digest = [&](std::uint8_t pad, Bytes data) {
        std::vector<std::uint8_t> text{key.begin(), key.end()};
        text.insert(text.end(), padding, pad);
        text.insert(text.end(), data.begin(), data.end());
        if (hash == crypto::Hash::md5) {
            auto const made = md5(text);
            return std::vector<std::uint8_t>{made.begin(), made.end()};
        }
        auto const made = sha1(text);
        return std::vector<std::uint8_t>{made.begin(), made.end()};
    };
    return digest(0x5c, digest(0x36, covered));
}

} // namespace

std::optional<RecordDecipher> RecordDecipher::make(Setting const& setting,
                                                   DirectionKeys const& keys)
{
    auto decipher = crypto::Decipher::make(setting.suite.cipher, keys.key.bytes());
    if (!decipher)
        return {};
    RecordDecipher made{setting, keys, *std::move(decipher)};
    if (setting.suite.cipher.mode == Mode::cbc && setting.version <= tls10) {
        auto const iv = keys.iv.bytes();
        std::copy_n(iv.begin(), std::min(iv.size(), made.m_chained.size()), made.m_chained.begin());
        made.m_has_chained = true;
    }
    return made;
}

std::optional<OpenedRecord> RecordDecipher::open(Record const& record, PlainBuffer& buffer)
{
    m_sequence = record.number.value_or(m_sequence);
    auto opened = open_numbered(record, buffer);
    ++m_sequence;
    if (m_key_stream_at == m_key_stream.size()) {
        m_key_stream = {};
        m_key_stream_at = 0;
    }
    return opened;
}

std::optional<OpenedRecord> RecordDecipher::open_numbered(Record const& record, PlainBuffer& buffer)
{
    if (record.body.size() + mac_prefix > buffer.size())
        return {};
    switch (m_setting.suite.cipher.mode) {
    case Mode::aead:
        return open_aead(record, buffer);
    case Mode::cbc:
        return open_cbc(record, buffer);
    default:
        return open_stream(record, buffer);
    }
}

std::optional<OpenedRecord> RecordDecipher::open_aead(Record const& record, PlainBuffer& buffer)
{
    std::array<std::uint8_t, 12> nonce{};
    auto const iv = m_keys.iv.bytes();
    std::copy_n(iv.begin(), std::min(iv.size(), nonce.size()), nonce.begin());
    auto sealed = record.body;
    auto const tag = m_setting.suite.cipher.tag_bytes;
    if (iv.size() < nonce.size()) {
        // RFC 5288 section 3: four bytes of the key block, eight of the record.
        if (sealed.size() < explicit_nonce)
            return {};
        std::copy_n(sealed.begin(), explicit_nonce, nonce.begin() + 4);
        sealed = sealed.subspan(explicit_nonce);
    } else {
        auto const number = big_endian(m_sequence);
        for (std::size_t i = 0; i < number.size(); ++i)
            nonce[4 + i] ^= number[i];
    }
    if (sealed.size() < tag)
        return {};
    auto const size = sealed.size() - tag;
    if (!is_tls13(m_setting.version)) {
        auto const prefix = prefix_of(m_sequence, record, size);
        if (!m_decipher.open(nonce, prefix, sealed, buffer))
            return {};
        return OpenedRecord{record.type, Bytes{buffer}.first(size), 0};
    }
    auto const header = authenticates_header(m_setting.version) ? record.header : Bytes{};
    if (!m_decipher.open(nonce, header, sealed, buffer))
        return {};
    // RFC 8446 section 5.2: the type stands behind the text, and zeros behind it.
    auto end = size;
    while (end > 0 && buffer[end - 1] == 0)
        --end;
    if (end == 0)
        return {};
    return OpenedRecord{static_cast<ContentType>(buffer[end - 1]), Bytes{buffer}.first(end - 1), 0};
}

std::optional<OpenedRecord> RecordDecipher::open_cbc(Record const& record, PlainBuffer& buffer)
{
    auto const mac_bytes = m_setting.suite.mac_bytes();
    auto const block = m_setting.suite.cipher.block_bytes;
    auto sealed = record.body;
    Bytes mac;
    if (m_setting.encrypt_then_mac) {
        if (sealed.size() < mac_bytes)
            return {};
        mac = sealed.last(mac_bytes);
        sealed = sealed.first(sealed.size() - mac_bytes);
    }
    auto const covered = sealed;
    // The next record hangs on this one, whether this one opens or not.
    auto const chained = m_chained;
    auto const knows_first_block = m_setting.version >= tls11 || m_has_chained;
    Bytes iv = Bytes{chained}.first(block);
    if (m_setting.version >= tls11) {
        if (sealed.size() < block)
            return {};
        iv = sealed.first(block);
        sealed = sealed.subspan(block);
    } else if (sealed.size() >= block) {
        std::copy(sealed.end() - block, sealed.end(), m_chained.begin());
        m_has_chained = true;
    }
    if (m_setting.encrypt_then_mac) {
        std::copy(covered.begin(), covered.end(), buffer.begin() + mac_prefix);
        if (!mac_fits(record, buffer, covered.size(), mac))
            return {};
    }
    auto const text = std::span{buffer}.subspan(mac_prefix);
    if (sealed.empty() || !m_decipher.open_blocks(iv, sealed, text))
        return {};
    // RFC 5246 section 6.2.3.2: the last byte counts those of padding before it.
    std::size_t const taken_off = text[sealed.size() - 1] + 1u;
    auto const behind = m_setting.encrypt_then_mac ? 0 : mac_bytes;
    if (taken_off + behind > sealed.size())
        return {};
    auto const size = sealed.size() - taken_off - behind;
    if (!m_setting.encrypt_then_mac && !mac_fits(record, buffer, size, text.subspan(size, behind)))
        return {};
    // Its MAC does not cover the initialisation vector: without that the first block is noise.
    auto const noise = knows_first_block ? 0 : std::min<std::size_t>(block, size);
    return OpenedRecord{record.type, text.subspan(noise, size - noise), noise};
}

std::optional<OpenedRecord> RecordDecipher::open_stream(Record const& record, PlainBuffer& buffer)
{
    auto const mac_bytes = m_setting.suite.mac_bytes();
    auto const text = std::span{buffer}.subspan(mac_prefix);
    auto sealed = record.body;
    // What was made ahead comes first.
    auto const ahead = std::min(sealed.size(), m_key_stream.size() - m_key_stream_at);
    for (std::size_t i = 0; i < ahead; ++i)
        text[i] = sealed[i] ^ m_key_stream[m_key_stream_at + i];
    m_key_stream_at += ahead;
    if (!m_decipher.open_stream(sealed.subspan(ahead), text.subspan(ahead))
        || sealed.size() < mac_bytes)
        return {};
    auto const size = sealed.size() - mac_bytes;
    if (!mac_fits(record, buffer, size, text.subspan(size, mac_bytes)))
        return {};
    return OpenedRecord{record.type, text.first(size), 0};
}

/// `buffer` holds the text behind room for what is covered besides.
bool RecordDecipher::mac_fits(Record const& record, PlainBuffer& buffer, std::size_t text_bytes,
                              Bytes mac) const
{
    auto const prefix = prefix_of(m_sequence, record, text_bytes);
    std::copy(prefix.begin(), prefix.end(), buffer.begin());
    auto const covered = Bytes{buffer}.first(mac_prefix + text_bytes);
    auto const key = m_keys.mac.bytes();
    auto const hash = m_setting.suite.mac;
    if (m_setting.version != ssl3)
        return crypto::equal(crypto::hmac(hash, key, covered).bytes(), mac);
    // SSL 3.0 does not cover the version.
    std::vector<std::uint8_t> text{covered.begin(), covered.end()};
    text.erase(text.begin() + 9, text.begin() + 11);
    return crypto::equal(ssl3_mac(hash, key, text), mac);
}

std::optional<std::size_t> RecordDecipher::overhead() const
{
    auto const& suite = m_setting.suite;
    if (suite.cipher.mode == Mode::aead)
        return record_header_bytes + suite.cipher.tag_bytes
               + (is_tls13(m_setting.version)      ? 1u
                  : m_keys.iv.bytes().size() < 12u ? explicit_nonce
                                                   : 0u);
    if (suite.cipher.mode == Mode::cbc)
        return {};
    return record_header_bytes + suite.mac_bytes();
}

} // namespace petze::tls
