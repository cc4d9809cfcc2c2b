#include "decrypt/tls/opened_side.h"

#include "base/limits.h"

#include <algorithm>
#include <utility>

namespace petze::tls {

namespace {

// Records in a row that do not open until nobody believes in the keys any longer.
constexpr unsigned most_failures = 16;

} // namespace

void OpenedSide::take(Bytes piece, Stamp const& stamp, OpenedSink& sink)
{
    m_sink = &sink;
    if (!closed())
        m_records.take(piece, stamp, *this);
}

void OpenedSide::gap(std::uint64_t count, OpenedSink& sink)
{
    m_sink = &sink;
    if (!closed())
        m_records.gap(count, *this);
}

void OpenedSide::finish(OpenedSink& sink)
{
    m_sink = &sink;
    m_finished = true;
    if (closed())
        return;
    m_records.finish(*this);
    if (m_waiting.empty())
        tell_gap();
}

void OpenedSide::give_up(OpenedSink& sink)
{
    if (m_waiting.empty())
        return;
    m_schedule.go_without_hello();
    resume(sink);
}

void OpenedSide::resume(OpenedSink& sink)
{
    m_sink = &sink;
    if (closed() || m_waiting.empty() || waits())
        return;
    auto const waiting = std::exchange(m_waiting, {});
    m_waiting_bytes = 0;
    for (auto const& held : waiting) {
        if (auto missing = held.lost) {
            missing->before = held.before;
            lost(*missing);
        }
        if (!closed())
            record(held.record());
    }
    if (m_finished && m_waiting.empty() && !closed())
        tell_gap();
}

// The other side's hello has to come first: it names the cipher.
void OpenedSide::hold(Record const& record)
{
    auto const all = Bytes{record.header.data(), record.header.size() + record.body.size()};
    m_waiting.push_back({{all.begin(), all.end()},
                         record.stamp,
                         std::exchange(m_lost, {}),
                         std::exchange(m_before, {})});
    m_waiting_bytes += all.size() + sizeof(Held);
    if (m_waiting_bytes <= limits::tls_waiting_bytes)
        return;
    m_schedule.go_without_hello();
    resume(*m_sink);
}

Record OpenedSide::Held::record() const
{
    ByteReader in{bytes};
    Record out;
    out.header = in.peek(record_header_bytes);
    out.type = static_cast<ContentType>(in.u8());
    out.version = in.u16();
    in.u16();
    out.body = in.rest();
    out.stamp = stamp;
    return out;
}

void OpenedSide::close(std::string_view why)
{
    m_why_closed = why;
    m_waiting = {};
    m_decipher.reset();
    m_messages = {};
}

void OpenedSide::lost(LostRecords const& lost)
{
    if (!m_lost)
        m_lost = LostRecords{0, 0, {}, false};
    m_lost->stream_bytes += lost.stream_bytes;
    if (m_lost->records && lost.records)
        *m_lost->records += *lost.records;
    else
        m_lost->records.reset();
    m_before.assign(lost.before.begin(), lost.before.end());
    m_messages.forget_skipped();
    m_messages.cut(*m_sink);
}

void OpenedSide::record(Record const& record)
{
    if (closed())
        return;
    auto const is_protected =
        (record.type != ContentType::handshake && record.type != ContentType::alert)
        || (m_epoch == KeySchedule::handshake && !m_schedule.is_tls13());
    if (!m_decipher && is_protected) {
        if (!has_keys())
            return;
        if (waits())
            return hold(record);
    }
    if (!m_waiting.empty())
        return hold(record);
    if (m_schedule.is_tls13()) {
        // RFC 8446 section 5.2: what is encrypted looks like application data.
        if (record.type == ContentType::application_data)
            open_record(record);
        else
            clear_record(record);
    } else
        tls12_record(record);
}

/// Of TLS 1.2 and before: what is encrypted looks like what is not.
void OpenedSide::tls12_record(Record const& record)
{
    if (!m_decipher && m_epoch == KeySchedule::handshake && !take_up_session(record))
        return;
    if (m_decipher) {
        open_record(record);
        return;
    }
    if (record.type != ContentType::application_data
        && (!m_lost || m_schedule.state() != KeySchedule::State::ready
            || record.type != ContentType::handshake)) {
        clear_record(record);
        return;
    }
    // The ChangeCipherSpec itself may lie in a gap: the keys tell whether it does.
    PlainBuffer buffer;
    auto made = m_schedule.deciphers(m_sender, KeySchedule::handshake);
    auto const opened = open_with_new(made, KeySchedule::handshake, record, buffer);
    if (opened)
        take_opened(record, *opened);
    else if (record.type == ContentType::handshake)
        clear_record(record);
    else {
        enter(KeySchedule::handshake);
        if (!closed())
            failed(record);
    }
}

void OpenedSide::clear_record(Record const& record)
{
    m_sink->in_clear(record.header.size() + record.body.size());
    if (record.type == ContentType::change_cipher_spec && !m_schedule.is_tls13()) {
        m_lost.reset();
        enter(KeySchedule::handshake);
        return;
    }
    if (record.type != ContentType::handshake || m_epoch > KeySchedule::handshake)
        return;
    m_messages.next_record();
    m_messages.take(record.body, record.stamp, *m_sink);
}

void OpenedSide::open_record(Record const& record)
{
    PlainBuffer buffer;
    std::optional<OpenedRecord> opened;
    if (m_decipher)
        opened = open_with(*m_decipher, record, buffer, false);
    if (!opened)
        opened = switch_keys(record, buffer);
    if (closed())
        return;
    if (opened)
        take_opened(record, *opened);
    else
        failed(record);
}

void OpenedSide::take_opened(Record const& record, OpenedRecord const& opened)
{
    tell_gap();
    m_has_opened = true;
    m_failures = 0;
    m_sink->opened(record.header.size() + record.body.size());
    if (opened.untold > 0 && opened.type == ContentType::application_data)
        m_sink->application_gap(opened.untold);
    tell(record, opened);
}

void OpenedSide::failed(Record const& record)
{
    m_sink->damaged("tls: record that does not open");
    if (m_budget.is_spent() && !std::exchange(m_told_limit, true))
        m_sink->damaged("tls: limit of the search behind a gap");
    // Early data whose keys nobody has are no sign of wrong ones.
    if (!expects_early_data() && ++m_failures > most_failures && !m_has_opened) {
        close("tag failed");
        return;
    }
    auto const tail = record.body.last(std::min(record.body.size(), tail_bytes));
    if (m_lost)
        lost({record.header.size() + record.body.size(), 1, tail, false});
    else {
        // Its number was counted: only what it said is missing.
        m_messages.cut(*m_sink);
        m_sink->application_gap(OpenedSink::unknown_count);
    }
}

/// What the gap before the record that was just opened hid.
void OpenedSide::tell_gap()
{
    if (!m_lost)
        return;
    auto const stream_bytes = m_lost->stream_bytes;
    m_lost.reset();
    if (hid_handshake_alone())
        return;
    auto const overhead = m_decipher ? m_decipher->overhead() : std::nullopt;
    auto count = OpenedSink::unknown_count;
    if (!m_across_keys && overhead && m_missing > 0 && stream_bytes >= *overhead * m_missing)
        count = stream_bytes - *overhead * m_missing;
    m_sink->application_gap(count);
}

void OpenedSide::tell(Record const& record, OpenedRecord const& opened)
{
    if (opened.type == ContentType::application_data) {
        m_has_data = true;
        m_sink->application_data(opened.text, record.stamp);
        return;
    }
    if (opened.type == ContentType::change_cipher_spec && !m_schedule.is_tls13()) {
        enter(KeySchedule::handshake); // of a renegotiation
        return;
    }
    if (opened.type != ContentType::handshake)
        return;
    // The last message of a record decides under which keys the next one stands.
    class Following final : public MessageSink {
    public:
        explicit Following(OpenedSink& sink)
            : m_sink(sink)
        {
        }
        Then message(HandshakeMessage const& message) override
        {
            last = message.type;
            return m_sink.message(message);
        }
        void damaged(std::string_view reason) override { m_sink.damaged(reason); }
        HandshakeType last{};

    private:
        OpenedSink& m_sink;
    };
    Following following{*m_sink};
    m_messages.next_record();
    m_messages.take(opened.text, record.stamp, following);
    if (!m_schedule.is_tls13())
        return;
    switch (following.last) {
    case HandshakeType::end_of_early_data:
        enter(KeySchedule::handshake);
        break;
    case HandshakeType::finished:
        if (m_epoch <= KeySchedule::handshake) // else of RFC 8446 section 4.6.2
            enter(KeySchedule::traffic);
        break;
    case HandshakeType::key_update:
        if (m_epoch < limits::tls_key_updates)
            enter(m_epoch + 1);
        else
            m_sink->damaged("tls: limit of key updates");
        break;
    default:
        break;
    }
}

} // namespace petze::tls
