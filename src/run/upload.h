#pragma once

#include "base/tally.h"
#include "dissect/content/content.h"
#include "dissect/upload_piece.h"
#include "report/event.h"
#include "run/finders.h"
#include "run/upload_pieces.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace petze {

/// One upload that comes in parts: its bytes in order, taken apart and searched as one body. What
/// was found in a part alone is not told again, and what of a photo was found in a part is not told
/// where the whole says more.
class Upload : private UploadPieces::Reader {
public:
    /// All of them outlive it; `kept_bytes` counts what all uploads keep.
    Upload(ShardSetting const& setting, SearchScratch* scratch, Tally& tally, HeldContent& held,
           std::size_t& kept_bytes, std::function<void(Event&&)>& tell);
    ~Upload() override;
    Upload(Upload const&) = delete;
    Upload& operator=(Upload const&) = delete;

    /// `event` is the piece's: its packet and conversation. What was there already is passed over.
    void take(Event const& event, UploadPiece&& piece);
    /// Whether the piece is of another upload that has the same name.
    bool is_another(UploadPiece const& piece) const;
    /// The order of its parts, or what it is part of, is said in the end: until then nothing of it
    /// is searched as one.
    void hold()
    {
        if (!m_content)
            m_pieces.hold();
    }
    bool is_held() const { return m_pieces.is_held() && !m_over; }
    /// Its named parts stand in this order; nothing else is of it.
    void set_order(std::vector<std::string> const& names) { m_pieces.set_order(names); }
    /// What was held becomes part `number` of the upload that is made of several.
    void become_part(std::uint64_t number);
    void absorb(Upload& other, std::uint64_t number);
    void set_total(std::uint64_t total) { m_total = m_total.value_or(total); }
    /// A finding that a shard told, of a conversation of this upload. True where it is not to be
    /// told now: it was told already, or is kept until all parts are there.
    bool keeps(Event const& event);
    /// All bytes were there, or finish() was called: what comes now says nothing new.
    bool is_over() const { return m_over; }
    /// Nothing more comes, at this packet.
    void finish(Stamp const& now);
    /// The same where its sender says so.
    void close(Event const& event);

    /// Adds what was told on the conversation that ends.
    void add_counts_of(std::uint64_t flow, std::vector<ItemCount>& counts) const;

private:
    void begin(UploadPiece const& piece);
    void join(Event const& event);
    void read(Bytes bytes, Stamp const& carried) override;
    void gap() override;
    void tell(Finding&& finding);
    void tell(Message&& message);
    void tell_kept();

    ShardSetting const& m_setting;
    SearchScratch* m_scratch;
    Tally& m_tally;
    HeldContent& m_held;
    std::function<void(Event&&)>& m_tell;

    std::vector<std::string> m_path; // of the first part
    std::string m_step;              // behind it
    std::deque<Origin> m_origins;
    std::vector<std::uint64_t> m_flows;
    UploadPieces m_pieces;
    std::size_t m_parts = 0;
    std::optional<std::uint64_t> m_total;
    std::vector<std::uint8_t> m_first; // bytes, by which another upload is told apart
    bool m_over = false;
    Stamp m_now;
    FlowIdentity m_flow; // of the piece at hand

    std::set<std::string> m_told_in_parts;
    std::set<std::string> m_told;
    std::vector<Event> m_kept;                                              // findings of parts
    std::map<std::uint64_t, std::map<std::string, std::uint64_t>> m_counts; // by flow and item

    std::function<void(Finding&&)> m_findings;
    std::function<void(Message&&)> m_messages;
    std::unique_ptr<Finders> m_finders;
    std::unique_ptr<LayerContext> m_layers;
    std::unique_ptr<ContentDissector> m_content;
};

} // namespace petze
