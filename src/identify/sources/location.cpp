#include "identify/sources/location.h"

#include "base/text.h"

#include <arpa/inet.h>

#include <cstdio>
#include <cstring>

// Most of libloc's headers do not say that they are C.
extern "C" {
#include <libloc/as.h>
#include <libloc/database.h>
#include <libloc/libloc.h>
#include <libloc/network.h>
}

namespace petze {

namespace {

template<auto release>
struct Release {
    template<typename Object>
    void operator()(Object* object) const
    {
        release(object);
    }
};
using Context = std::unique_ptr<loc_ctx, Release<loc_unref>>;
using Data = std::unique_ptr<loc_database, Release<loc_database_unref>>;
using FoundNetwork = std::unique_ptr<loc_network, Release<loc_network_unref>>;
using System = std::unique_ptr<loc_as, Release<loc_as_unref>>;
using Enumerator = std::unique_ptr<loc_database_enumerator, Release<loc_database_enumerator_unref>>;
struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

// Our Address holds IPv4 as libloc does: mapped.
in6_addr system_address(Address const& address)
{
    in6_addr out{};
    std::memcpy(&out, address.bytes.data(), address.bytes.size());
    return out;
}

void silent(loc_ctx*, int, char const*, int, char const*, char const*, va_list) {}

std::string_view or_empty(char const* text)
{
    return text == nullptr ? std::string_view{} : std::string_view{text};
}

// The codes with digits in them (A1, A2, …) are no countries.
std::string country_of(loc_network* network)
{
    return unpack_country(pack_country(or_empty(loc_network_get_country_code(network))));
}

} // namespace

struct LocationDatabase::State {
    Context context;
    Data data;
    std::string as_of;

    std::string name_of(std::uint32_t number) const
    {
        loc_as* raw = nullptr;
        if (number == 0 || loc_database_get_as(data.get(), &raw, number) != 0)
            return {};
        System const system{raw};
        return raw == nullptr ? std::string{} : clean_text(or_empty(loc_as_get_name(raw)));
    }
};

LocationDatabase::LocationDatabase(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
}
LocationDatabase::~LocationDatabase() = default;
LocationDatabase::LocationDatabase(LocationDatabase&&) noexcept = default;
LocationDatabase& LocationDatabase::operator=(LocationDatabase&&) noexcept = default;

Result<LocationDatabase> LocationDatabase::open(std::string const& path)
{
    auto const unusable = error(path, "is no location database that libloc reads");
    std::unique_ptr<std::FILE, CloseFile> const file{std::fopen(path.c_str(), "re")};
    if (!file)
        return error(path, "cannot be opened");
    auto state = std::make_unique<State>();
    loc_ctx* context = nullptr;
    if (loc_new(&context) != 0)
        return unusable;
    state->context.reset(context);
    loc_set_log_fn(context, silent);
    loc_database* data = nullptr;
    if (loc_database_new(context, &data, file.get()) != 0 || data == nullptr)
        return unusable;
    state->data.reset(data);
    constexpr std::int64_t last_second = 4'102'444'800; // of the year 2099
    auto const made = static_cast<std::int64_t>(loc_database_created_at(data));
    if (made > 0 && made < last_second)
        state->as_of = rfc3339(made * 1'000'000'000).substr(0, 10);
    return LocationDatabase{std::move(state)};
}

std::string const& LocationDatabase::as_of() const
{
    return m_state->as_of;
}

std::optional<LocationDatabase::Found> LocationDatabase::find(Address const& address) const
{
    auto const wanted = system_address(address);
    loc_network* raw = nullptr;
    if (loc_database_lookup(m_state->data.get(), &wanted, &raw) != 0 || raw == nullptr)
        return {};
    FoundNetwork const network{raw};
    Found out;
    out.system = loc_network_get_asn(raw);
    out.country = country_of(raw);
    out.prefix = or_empty(loc_network_str(raw));
    out.name = m_state->name_of(out.system);
    if (out.system == 0 && out.country.empty())
        return {};
    return out;
}

void LocationDatabase::read(DataReading& reading) const
{
    reading.builder.info.source = "IPFire Location";
    reading.stated = m_state->as_of;
    loc_database_enumerator* raw = nullptr;
    if (loc_database_enumerator_new(&raw, m_state->data.get(), LOC_DB_ENUMERATE_NETWORKS, 0) != 0)
        return reading.troubles.tell(0, "its networks cannot be listed");
    Enumerator const enumerator{raw};
    for (;;) {
        loc_network* next = nullptr;
        if (loc_database_enumerator_next_network(raw, &next) != 0 || next == nullptr)
            return;
        FoundNetwork const network{next};
        auto const range = parse_range(or_empty(loc_network_str(next)));
        if (!range) {
            reading.troubles.tell(0, "no range of addresses");
            continue;
        }
        RangeFact fact;
        fact.subject = loc_network_get_asn(next);
        fact.country = pack_country(country_of(next));
        if (fact.subject != 0) {
            fact.flags = RangeFact::routed;
            fact.label = reading.builder.keep(m_state->name_of(fact.subject));
        }
        reading.builder.add(*range, fact, 0, reading.troubles);
    }
}

} // namespace petze
