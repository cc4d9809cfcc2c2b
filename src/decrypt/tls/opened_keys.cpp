// How OpenedSide goes from one set of keys to the next.

#include "decrypt/tls/opened_side.h"

#include <algorithm>
#include <utility>

namespace petze::tls {

namespace {

// What it costs to make one set of keys, in the bytes that could be opened instead.
constexpr std::uint64_t bytes_of_keys = 16384;

} // namespace

/// Whether the other side has to say more before keys can be made.
bool OpenedSide::waits() const
{
    return m_schedule.state() == KeySchedule::State::waits
           || (!m_schedule.is_tls13() && m_schedule.waits_after(m_handshakes));
}

/// Whether keys can be made by now; closes where they never can.
bool OpenedSide::has_keys()
{
    switch (m_schedule.state()) {
    case KeySchedule::State::waits:
    case KeySchedule::State::ready:
        return true;
    case KeySchedule::State::no_cipher:
        close("cipher unknown");
        return false;
    case KeySchedule::State::no_key:
        close(m_schedule.has_client_hello() ? "no key" : "handshake not seen");
        return false;
    }
    return false;
}

/// The record after a ChangeCipherSpec whose keys are not known yet: those of a session that was
/// taken up again. False where there are none.
bool OpenedSide::take_up_session(Record const& record)
{
    auto made = m_schedule.deciphers(m_sender, KeySchedule::handshake);
    PlainBuffer buffer;
    m_handshakes = m_schedule.handshakes();
    if (!made.empty())
        m_decipher = std::move(made.front());
    else if (m_schedule.may_search())
        m_decipher = m_schedule.search(m_sender, record, buffer);
    if (!m_decipher)
        close("no key");
    return m_decipher.has_value();
}

/// Takes up the keys of an epoch, where one set of them is sure to be the right one.
void OpenedSide::enter(unsigned epoch)
{
    m_epoch = epoch;
    m_decipher.reset();
    if (waits())
        return; // the next record is held until it does no more
    m_handshakes = m_schedule.handshakes();
    auto made = m_schedule.deciphers(m_sender, epoch);
    if (made.size() == 1)
        m_decipher = std::move(made.front());
    else if (made.empty() && !m_schedule.may_search())
        close("no key");
    // else the next record tells which
}

std::optional<OpenedRecord> OpenedSide::open_with(RecordDecipher& decipher, Record const& record,
                                                  PlainBuffer& buffer, bool across_keys)
{
    m_missing = 0;
    m_across_keys = across_keys;
    if (!m_lost)
        return decipher.open(record, buffer);
    auto lost = *m_lost;
    lost.before = m_before;
    lost.across_keys = across_keys;
    return decipher.open_after(lost, record, buffer, m_budget, m_missing);
}

/// Tries keys that were not in use before, and takes up those that fit.
std::optional<OpenedRecord> OpenedSide::open_with_new(std::vector<RecordDecipher>& made,
                                                      unsigned epoch, Record const& record,
                                                      PlainBuffer& buffer)
{
    for (auto& decipher : made) {
        if (!m_budget.spend(bytes_of_keys + record.body.size()))
            return {};
        auto opened = open_with(decipher, record, buffer, true);
        if (!opened)
            continue;
        m_decipher = std::move(decipher);
        m_epoch = epoch;
        m_handshakes = m_schedule.handshakes();
        return opened;
    }
    return {};
}

/// The message that announces the next keys may lie in a gap, and where the suite is not known
/// several ciphers are tried.
std::optional<OpenedRecord> OpenedSide::switch_keys(Record const& record, PlainBuffer& buffer)
{
    if (m_budget.is_spent())
        return {};
    if (!m_schedule.is_tls13()) {
        if (!m_lost || m_handshakes == m_schedule.handshakes())
            return {};
        auto made = m_schedule.deciphers(m_sender, KeySchedule::handshake);
        return open_with_new(made, KeySchedule::handshake, record, buffer);
    }
    constexpr unsigned look_ahead = 2;
    auto const first = m_decipher                   ? m_epoch + 1
                       : m_sender == Sender::server ? std::max(m_epoch, KeySchedule::handshake)
                                                    : m_epoch;
    bool has_any = m_decipher.has_value();
    for (auto epoch = first; epoch <= first + look_ahead; ++epoch) {
        auto made = m_schedule.deciphers(m_sender, epoch);
        has_any |= !made.empty();
        if (auto opened = open_with_new(made, epoch, record, buffer))
            return opened;
    }
    if (!has_any)
        close("no key");
    return {};
}

/// Whether what does not open may be early data under keys that nobody logged, or that the server
/// refused (RFC 8446 section 4.2.10).
bool OpenedSide::expects_early_data() const
{
    return m_schedule.is_tls13() && m_sender == Sender::client && m_epoch == KeySchedule::early;
}

/// Whether all that the gap hid, before the record that was just opened, were messages of the first
/// handshake.
bool OpenedSide::hid_handshake_alone() const
{
    if (m_has_data || !m_decipher)
        return false;
    auto const number = m_decipher->sequence() - 1;
    if (!m_schedule.is_tls13()) // the first record is the Finished message
        return number <= 1 && (!m_across_keys || !m_has_opened);
    if (m_epoch != KeySchedule::handshake && (m_epoch != KeySchedule::traffic || number > 0))
        return false;
    return m_sender == Sender::server || !m_schedule.has_early_keys();
}

} // namespace petze::tls
