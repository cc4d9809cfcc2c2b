#include "decrypt/dtls/opened_side.h"

#include "base/limits.h"
#include "decrypt/dtls/record.h"

#include <algorithm>
#include <utility>

namespace petze::dtls {

namespace {

// Records in a row that do not open until nobody believes in the keys any longer.
constexpr unsigned most_failures = 16;
constexpr std::uint64_t window = 64;

} // namespace

bool OpenedSide::Epoch::was_opened(std::uint64_t record) const
{
    return record <= newest && newest - record < window && (opened >> (newest - record) & 1) != 0;
}

void OpenedSide::Epoch::note(std::uint64_t record)
{
    if (record > newest) {
        auto const step = record - newest;
        opened = step < window ? opened << step : 0;
        newest = record;
    }
    if (newest - record < window)
        opened |= std::uint64_t{1} << (newest - record);
}

void OpenedSide::take(tls::Record const& record, OpenedSink& sink)
{
    if (closed())
        return;
    auto const number = epoch_of(record);
    for (auto& epoch : m_epochs) {
        if (epoch.number != number)
            continue;
        if (!epoch.was_opened(*record.number) && !open_under(epoch, record, sink))
            failed(sink);
        return;
    }
    if (m_epochs.empty() || number == m_epochs.back().number + 1)
        open_under_new(record, sink);
}

bool OpenedSide::open_under(Epoch& epoch, tls::Record const& record, OpenedSink& sink)
{
    tls::PlainBuffer buffer;
    auto const opened = epoch.decipher.open(record, buffer);
    if (!opened)
        return false;
    m_failures = 0;
    m_has_opened = true;
    epoch.note(*record.number);
    sink.opened(record, *opened);
    return true;
}

/// The first record of an epoch. What follows from it holds only if it opens: an epoch is two bytes
/// that anybody can write.
void OpenedSide::open_under_new(tls::Record const& record, OpenedSink& sink)
{
    if (!has_keys())
        return;
    auto made = m_schedule.deciphers(m_sender, tls::KeySchedule::handshake);
    if (made.empty() && m_schedule.may_search()) {
        tls::PlainBuffer buffer;
        if (auto found = m_schedule.search(m_sender, record, buffer))
            made.push_back(*std::move(found));
        else
            return close("no key");
    }
    if (made.empty())
        return hold(record, sink);
    m_epochs.push_back({epoch_of(record), std::move(made.front())});
    if (!open_under(m_epochs.back(), record, sink)) {
        m_epochs.pop_back();
        failed(sink);
        return;
    }
    constexpr std::size_t kept = 2; // RFC 6347 section 4.1: late ones of the epoch before
    if (m_epochs.size() > kept)
        m_epochs.erase(m_epochs.begin());
}

/// Whether keys can be made, now or later; closes where they never can.
bool OpenedSide::has_keys()
{
    switch (m_schedule.state()) {
    case tls::KeySchedule::State::waits:
    case tls::KeySchedule::State::ready:
        return true;
    case tls::KeySchedule::State::no_cipher:
        close("cipher unknown");
        return false;
    case tls::KeySchedule::State::no_key:
        close(m_schedule.has_client_hello() ? "no key" : "handshake not seen");
        return false;
    }
    return false;
}

void OpenedSide::hold(tls::Record const& record, OpenedSink& sink)
{
    auto const size = record.header.size() + record.body.size();
    if (m_waiting_bytes + size > limits::tls_waiting_bytes) {
        sink.damaged("dtls: limit of records that wait for their keys");
        return close("no key");
    }
    Held held;
    held.bytes.reserve(size);
    held.bytes.assign(record.header.begin(), record.header.end());
    held.bytes.insert(held.bytes.end(), record.body.begin(), record.body.end());
    held.stamp = record.stamp;
    m_waiting.push_back(std::move(held));
    m_waiting_bytes += size;
}

void OpenedSide::resume(OpenedSink& sink)
{
    if (closed() || m_waiting.empty() || m_schedule.state() == tls::KeySchedule::State::waits)
        return;
    auto const waiting = std::exchange(m_waiting, {});
    m_waiting_bytes = 0;
    for (auto const& held : waiting) {
        ByteReader in{held.bytes};
        take(next_record(in, held.stamp), sink);
    }
}

void OpenedSide::finish(OpenedSink& sink)
{
    resume(sink);
    if (!closed() && !m_waiting.empty())
        close(m_schedule.has_client_hello() ? "no key" : "handshake not seen");
}

void OpenedSide::failed(OpenedSink& sink)
{
    sink.damaged("dtls: record that does not open");
    if (++m_failures > most_failures && !m_has_opened)
        close("tag failed");
}

void OpenedSide::close(std::string_view why)
{
    m_why_closed = why;
    m_waiting = {};
    m_epochs.clear();
}

} // namespace petze::dtls
