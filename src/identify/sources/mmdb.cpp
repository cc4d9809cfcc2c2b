#include "base/limits.h"
#include "base/text.h"
#include "identify/sources/reading.h"

#include <maxminddb.h>

#include <unordered_map>

namespace petze {

namespace {

/// Closes what MMDB_open() opened.
class Database {
public:
    static Result<Database> open(std::string const& path)
    {
        Database out;
        auto const status = MMDB_open(path.c_str(), MMDB_MODE_MMAP, &out.m_database);
        if (status != MMDB_SUCCESS)
            return error(path, std::string{"is no MMDB file that can be read ("}
                                   + MMDB_strerror(status) + "); download it again");
        out.m_open = true;
        return out;
    }
    ~Database()
    {
        if (m_open)
            MMDB_close(&m_database);
    }
    Database(Database&& other) noexcept
        : m_database(other.m_database)
        , m_open(std::exchange(other.m_open, false))
    {
    }
    Database& operator=(Database&&) = delete;

    MMDB_s& get() { return m_database; }

private:
    Database() = default;
    MMDB_s m_database{};
    bool m_open = false;
};

template<typename... Path>
std::string_view text_at(MMDB_entry_s& entry, Path... path)
{
    MMDB_entry_data_s data{};
    if (MMDB_get_value(&entry, &data, path..., nullptr) != MMDB_SUCCESS || !data.has_data
        || data.type != MMDB_DATA_TYPE_UTF8_STRING)
        return {};
    return {data.utf8_string, data.data_size};
}

std::optional<std::uint32_t> system_of(MMDB_entry_s& entry)
{
    MMDB_entry_data_s data{};
    if (MMDB_get_value(&entry, &data, "autonomous_system_number", nullptr) == MMDB_SUCCESS
        && data.has_data && data.type == MMDB_DATA_TYPE_UINT32)
        return data.uint32;
    return parse_system(text_at(entry, "asn")); // IPinfo: "AS15169"
}

std::uint16_t country_of(MMDB_entry_s& entry)
{
    for (auto const text :
         {text_at(entry, "country", "iso_code"), text_at(entry, "registered_country", "iso_code"),
          text_at(entry, "country_code"), text_at(entry, "country")})
        if (auto const country = pack_country(text))
            return country;
    return 0;
}

struct Step {
    std::uint32_t node{};
    unsigned depth{};
    Address address;
};

class Walk {
public:
    Walk(MMDB_s& database, DataReading& reading)
        : m_database(database)
        , m_reading(reading)
        , m_bits(database.metadata.ip_version == 4 ? 32 : 128)
    {
    }

    // An honest tree has each node once, and IPv4's a few times over, which are passed by: more
    // visits than nodes are a loop.
    void run()
    {
        m_steps.push_back({0, 0, Address{}});
        std::uint64_t visits = 0;
        while (!m_steps.empty()) {
            if (++visits > m_database.metadata.node_count || visits > limits::mmdb_nodes)
                return m_reading.troubles.tell(0, "the tree has loops, or more nodes than it says");
            auto const step = m_steps.back();
            m_steps.pop_back();
            MMDB_search_node_s node{};
            if (MMDB_read_node(&m_database, step.node, &node) != MMDB_SUCCESS) {
                m_reading.troubles.tell(0, "a node of the tree cannot be read");
                continue;
            }
            // The right one waits, so that addresses come in order.
            follow(step, node.right_record, node.right_record_type, node.right_record_entry, true);
            follow(step, node.left_record, node.left_record_type, node.left_record_entry, false);
        }
    }

private:
    void follow(Step const& from, std::uint64_t record, std::uint8_t type, MMDB_entry_s entry,
                bool right)
    {
        auto address = from.address;
        if (right)
            address.bytes.at(from.depth / 8) |=
                static_cast<std::uint8_t>(0x80u >> (from.depth % 8));
        auto const depth = from.depth + 1;
        if (type == MMDB_RECORD_TYPE_DATA)
            return tell(address, depth, entry);
        if (type == MMDB_RECORD_TYPE_INVALID)
            return m_reading.troubles.tell(0, "a node of the tree leads nowhere");
        if (type != MMDB_RECORD_TYPE_SEARCH_NODE || depth >= m_bits)
            return;
        // 2002::/16, ::ffff:0:0/96 and others lead to IPv4's part as well.
        bool const again = m_bits == 128 && depth > 0
                           && record == m_database.ipv4_start_node.node_value
                           && address != Address{};
        if (!again)
            m_steps.push_back({static_cast<std::uint32_t>(record), depth, address});
    }

    void tell(Address const& address, unsigned depth, MMDB_entry_s& entry)
    {
        auto const fact = fact_of(entry);
        if (fact.country == 0 && fact.flags == 0)
            return;
        std::optional<AddressRange> block;
        constexpr unsigned v4_part = 96;
        bool const in_v4_part = m_bits == 128 && depth >= v4_part
                                && std::all_of(address.bytes.begin(), address.bytes.begin() + 12,
                                               [](std::uint8_t byte) { return byte == 0; });
        if (m_bits == 32)
            block = make_block(Address::v4(Bytes{address.bytes}.first(4)), depth);
        else if (in_v4_part)
            block = make_block(Address::v4(Bytes{address.bytes}.subspan(12)), depth - v4_part);
        else
            block = make_block(address, depth);
        if (block)
            m_reading.builder.add(*block, fact, 0, m_reading.troubles);
    }

    // Thousands of networks share one entry.
    RangeFact const& fact_of(MMDB_entry_s& entry)
    {
        auto const [known, is_new] = m_facts.try_emplace(entry.offset);
        if (!is_new)
            return known->second;
        auto& fact = known->second;
        if (auto const system = system_of(entry)) {
            fact.subject = *system;
            fact.flags = RangeFact::routed;
            auto name = text_at(entry, "autonomous_system_organization");
            if (name.empty())
                name = text_at(entry, "as_name");
            fact.label = m_reading.builder.keep(name);
        }
        fact.country = country_of(entry);
        return fact;
    }

    MMDB_s& m_database;
    DataReading& m_reading;
    unsigned m_bits;
    std::vector<Step> m_steps;
    std::unordered_map<std::uint32_t, RangeFact> m_facts;
};

} // namespace

Result<void> read_mmdb(std::string const& path, DataReading& reading)
{
    PETZE_TRY(auto database, Database::open(path));
    auto& metadata = database.get().metadata;
    reading.builder.info.source =
        clean_text(metadata.database_type != nullptr ? metadata.database_type : "MMDB");
    constexpr std::uint64_t last_second = 4'102'444'800; // of the year 2099
    if (metadata.build_epoch > 0 && metadata.build_epoch < last_second)
        reading.stated =
            rfc3339(static_cast<std::int64_t>(metadata.build_epoch) * 1'000'000'000).substr(0, 10);
    Walk{database.get(), reading}.run();
    return {};
}

} // namespace petze
