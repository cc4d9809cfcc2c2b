#pragma once

#include "decrypt/tls/handshake_messages.h"
#include "decrypt/tls/key_schedule.h"
#include "decrypt/tls/record_decipher.h"
#include "decrypt/tls/record_stream.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

namespace petze::tls {

/// Takes what one direction says once it is opened.
class OpenedSink : public MessageSink {
public:
    /// More than any message is long: so many that nobody knows how many.
    static constexpr std::uint64_t unknown_count = std::uint64_t{1} << 62;

    virtual void application_data(Bytes text, Stamp const& stamp) = 0;
    /// `count` bytes of application data are missing here.
    virtual void application_gap(std::uint64_t count) = 0;
    /// A record of this many bytes, header included, was opened.
    virtual void opened(std::size_t record_bytes) = 0;
    /// One that needed no key.
    virtual void in_clear(std::size_t record_bytes) = 0;
};

/// One direction of a TLS connection from where its encryption begins: holds it until the keys can
/// be made, opens its records, follows from one set of keys to the next, and after a gap finds out
/// how many records it hid.
class OpenedSide final : private RecordSink {
public:
    /// The schedule outlives it, and is told of each handshake message by the sink.
    OpenedSide(Sender sender, KeySchedule& schedule)
        : m_sender(sender)
        , m_schedule(schedule)
    {
    }

    void take(Bytes piece, Stamp const& stamp, OpenedSink& sink);
    void gap(std::uint64_t count, OpenedSink& sink);
    /// Nothing more comes; but what is held may still be opened by what the other side says.
    void finish(OpenedSink& sink);
    /// Nor does anything of the other side.
    void give_up(OpenedSink& sink);
    bool is_holding() const { return !m_waiting.empty(); }
    /// Goes on with what is held, where the schedule has become ready in the meantime.
    void resume(OpenedSink& sink);

    bool closed() const { return !m_why_closed.empty(); }
    /// A literal of the list of reasons; empty while it is not closed.
    std::string_view why_closed() const { return m_why_closed; }
    bool has_opened() const { return m_has_opened; }

private:
    struct Held {
        std::vector<std::uint8_t> bytes;
        Stamp stamp{};
        std::optional<LostRecords> lost{}; // before it
        std::vector<std::uint8_t> before{};

        Record record() const;
    };

    void record(Record const& record) override;
    void lost(LostRecords const& lost) override;
    void hold(Record const& record);
    void close(std::string_view why);
    bool has_keys();
    bool waits() const;
    void tls12_record(Record const& record);
    void clear_record(Record const& record);
    void open_record(Record const& record);
    void take_opened(Record const& record, OpenedRecord const& opened);
    std::optional<OpenedRecord> open_with(RecordDecipher& decipher, Record const& record,
                                          PlainBuffer& buffer, bool across_keys);
    std::optional<OpenedRecord> open_with_new(std::vector<RecordDecipher>& made, unsigned epoch,
                                              Record const& record, PlainBuffer& buffer);
    std::optional<OpenedRecord> switch_keys(Record const& record, PlainBuffer& buffer);
    bool expects_early_data() const;
    bool hid_handshake_alone() const;
    void tell(Record const& record, OpenedRecord const& opened);
    void tell_gap();
    void enter(unsigned epoch);
    bool take_up_session(Record const& record);
    void failed(Record const& record);

    Sender m_sender;
    KeySchedule& m_schedule;
    RecordStream m_records;
    HandshakeMessages m_messages;
    std::optional<RecordDecipher> m_decipher;
    unsigned m_epoch = 0;
    OpenedSink* m_sink = nullptr; // while a call is at work
    std::vector<Held> m_waiting;  // until the schedule is ready
    std::size_t m_waiting_bytes = 0;
    bool m_finished = false;
    bool m_has_opened = false;
    bool m_has_data = false;            // application data were told
    unsigned m_handshakes = 0;          // of the schedule, when the keys were made
    std::optional<LostRecords> m_lost;  // since the last record that could be opened
    std::vector<std::uint8_t> m_before; // LostRecords::before, kept
    std::uint64_t m_missing = 0;        // records, found by the first opened behind a gap
    bool m_across_keys = false;         // that record stands under newer keys than the gap began
    SearchBudget m_budget;
    bool m_told_limit = false;
    unsigned m_failures = 0; // in a row
    std::string_view m_why_closed;
};

} // namespace petze::tls
