// How RecordDecipher finds its place again behind a gap.

#include "decrypt/tls/names.h"
#include "decrypt/tls/record_decipher.h"

#include <algorithm>

namespace petze::tls {

namespace {

using crypto::Mode;

constexpr std::size_t longest_text = 1u << 14; // RFC 5246 section 6.2.1
// Beside the record's own bytes: what it costs to begin with one.
constexpr std::uint64_t try_bytes = 64;

} // namespace

/// No record under these keys is shorter.
std::size_t RecordDecipher::least_record() const
{
    auto const& suite = m_setting.suite;
    if (suite.cipher.mode == Mode::cbc)
        return record_header_bytes
               + std::max<std::size_t>(suite.cipher.block_bytes, suite.mac_bytes());
    return overhead().value_or(record_header_bytes + 1);
}

/// None is longer.
std::size_t RecordDecipher::longest_record() const
{
    if (m_setting.suite.cipher.mode == Mode::aead)
        return longest_text + overhead().value_or(0);
    return longest_text + 2048 + record_header_bytes; // RFC 5246 section 6.2.3
}

/// Has key stream for that many bytes from the place at hand.
bool RecordDecipher::make_key_stream(std::uint64_t bytes, SearchBudget& budget)
{
    m_key_stream.erase(m_key_stream.begin(),
                       m_key_stream.begin() + static_cast<std::ptrdiff_t>(m_key_stream_at));
    m_key_stream_at = 0;
    auto const have = m_key_stream.size();
    if (bytes <= have)
        return true;
    if (bytes > limits::tls_key_stream_bytes || !budget.spend(bytes - have)) {
        budget.give_up();
        return false;
    }
    m_key_stream.resize(static_cast<std::size_t>(bytes));
    auto const fresh = std::span{m_key_stream}.subspan(have);
    return m_decipher.open_stream(fresh, fresh);
}

std::optional<OpenedRecord> RecordDecipher::open_after(LostRecords const& lost,
                                                       Record const& record, PlainBuffer& buffer,
                                                       SearchBudget& budget, std::uint64_t& missing)
{
    auto const& cipher = m_setting.suite.cipher;
    bool const is_stream = cipher.mode == Mode::stream;
    if (is_stream && !make_key_stream(lost.stream_bytes + record.body.size(), budget))
        return {};
    auto const sequence = m_sequence;
    auto const chained = m_chained;
    auto const has_chained = m_has_chained;
    if (cipher.mode == Mode::cbc && m_setting.version <= tls10) {
        auto const behind = m_setting.encrypt_then_mac ? m_setting.suite.mac_bytes() : 0;
        m_has_chained = lost.before.size() >= behind + cipher.block_bytes;
        if (m_has_chained) {
            auto const iv = lost.before.last(behind + cipher.block_bytes).first(cipher.block_bytes);
            std::copy(iv.begin(), iv.end(), m_chained.begin());
        }
    }
    auto opened = is_stream && lost.across_keys ? try_positions(lost, record, buffer, budget)
                                                : try_numbers(lost, record, buffer, budget);
    if (opened) {
        missing = m_sequence - sequence;
        ++m_sequence;
        return opened;
    }
    m_sequence = sequence;
    m_chained = chained;
    m_has_chained = has_chained;
    m_key_stream_at = 0;
    return {};
}

/// How many bytes are missing says between which numbers the right one is.
std::optional<OpenedRecord> RecordDecipher::try_numbers(LostRecords const& lost,
                                                        Record const& record, PlainBuffer& buffer,
                                                        SearchBudget& budget)
{
    bool const is_stream = m_setting.suite.cipher.mode == Mode::stream;
    auto const sequence = m_sequence;
    auto const chained = m_chained;
    auto const has_chained = m_has_chained;
    auto const try_with = [&](std::uint64_t records) {
        m_sequence = sequence + records;
        m_chained = chained;
        m_has_chained = has_chained;
        m_key_stream_at = 0;
        if (is_stream)
            m_key_stream_at =
                static_cast<std::size_t>(lost.stream_bytes - record_header_bytes * records);
        return open_numbered(record, buffer);
    };
    auto const most = lost.stream_bytes / least_record();
    if (lost.records && !lost.across_keys && (!is_stream || *lost.records <= most))
        if (auto opened = try_with(*lost.records))
            return opened;
    auto records = lost.across_keys ? 0 : lost.stream_bytes / longest_record();
    for (; records <= most && budget.spend(record.body.size() + try_bytes); ++records)
        if (auto opened = try_with(records))
            return opened;
    return {};
}

/// Where the gap hides the beginning of the key stream too, its place has to be found as well.
std::optional<OpenedRecord> RecordDecipher::try_positions(LostRecords const& lost,
                                                          Record const& record, PlainBuffer& buffer,
                                                          SearchBudget& budget)
{
    constexpr std::uint64_t most_records = 8;
    auto const mac = m_setting.suite.mac_bytes();
    // RFC 5246 section 7.4.9, RFC 6101 section 5.6.9.
    auto const finished = (m_setting.version == ssl3 ? 40 : 16) + mac;
    for (std::uint64_t records = 0; records <= most_records; ++records) {
        m_sequence = records;
        if (lost.stream_bytes < records * record_header_bytes)
            break;
        // The first record is the Finished message. Behind it any place may be the right one.
        auto const least = records == 0 ? 0 : finished + (records - 1) * mac;
        auto const most = records <= 1 ? least : lost.stream_bytes - records * record_header_bytes;
        for (auto place = least; place <= most && place <= lost.stream_bytes; ++place) {
            if (!budget.spend(record.body.size() + try_bytes))
                return {};
            m_key_stream_at = static_cast<std::size_t>(place);
            if (auto opened = open_numbered(record, buffer))
                return opened;
        }
    }
    return {};
}

} // namespace petze::tls
