#pragma once

#include "decrypt/tls/key_schedule.h"
#include "decrypt/tls/record_decipher.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace petze::dtls {

/// Takes what one direction says once it is opened.
class OpenedSink {
public:
    virtual ~OpenedSink() = default;
    virtual void opened(tls::Record const& record, tls::OpenedRecord const& text) = 0;
    /// `reason` is a literal for the tally.
    virtual void damaged(std::string_view reason) = 0;
};

/// Opens the records of one direction, which may come in any order and more than once (RFC 6347
/// section 4.1): their epoch tells under which keys they stand, and what comes before its keys can
/// be made is held.
class OpenedSide {
public:
    /// The schedule outlives it, and is told of each handshake message by the sink.
    OpenedSide(tls::Sender sender, tls::KeySchedule& schedule)
        : m_sender(sender)
        , m_schedule(schedule)
    {
    }

    /// A record of an epoch from 1 on.
    void take(tls::Record const& record, OpenedSink& sink);
    /// Goes on with what is held, where the schedule has become ready in the meantime.
    void resume(OpenedSink& sink);
    /// Nothing more comes.
    void finish(OpenedSink& sink);

    bool closed() const { return !m_why_closed.empty(); }
    /// As of tls::OpenedSide.
    std::string_view why_closed() const { return m_why_closed; }
    bool has_opened() const { return m_has_opened; }

private:
    /// One set of keys.
    struct Epoch {
        std::uint16_t number{};
        tls::RecordDecipher decipher;
        std::uint64_t newest = 0; // of the records that were opened
        std::uint64_t opened = 0; // RFC 6347 section 4.1.2.6: bit n is the record newest - n

        bool was_opened(std::uint64_t record) const;
        void note(std::uint64_t record);
    };
    struct Held {
        std::vector<std::uint8_t> bytes;
        Stamp stamp{};
    };

    bool has_keys();
    bool open_under(Epoch& epoch, tls::Record const& record, OpenedSink& sink);
    void open_under_new(tls::Record const& record, OpenedSink& sink);
    void hold(tls::Record const& record, OpenedSink& sink);
    void failed(OpenedSink& sink);
    void close(std::string_view why);

    tls::Sender m_sender;
    tls::KeySchedule& m_schedule;
    std::vector<Epoch> m_epochs; // the last two
    std::vector<Held> m_waiting; // until the schedule is ready
    std::size_t m_waiting_bytes = 0;
    unsigned m_failures = 0; // in a row
    bool m_has_opened = false;
    std::string_view m_why_closed;
};

} // namespace petze::dtls
