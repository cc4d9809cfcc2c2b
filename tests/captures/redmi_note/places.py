"""Who stands where: names and addresses, as they are inside the namespaces and as they stand in the capture."""

MARK = "Re-enactment with invented data"

PHONE_MAC = "64:09:80:00:00:01"
PHONE_ADDRESS = "198.51.100.10"
ROUTER_MAC = "02:00:5e:00:53:01"
ROUTER_ADDRESS = "198.51.100.1"
BROADCAST = "255.255.255.255"

# The two addresses of the case never stand on an interface: they are written into the finished capture.
CLOUD_INSIDE, CLOUD = "203.0.113.157", "42.62.48.157"
PUSH_INSIDE, PUSH = "203.0.113.181", "42.62.48.181"
PUBLISHED = {CLOUD_INSIDE: CLOUD, PUSH_INSIDE: PUSH}

SMS_HOST = "smsapi.micloud.xiaomi.net"
GALLERY_HOST = "galleryapi.micloud.xiaomi.net"
CONTACT_HOST = "contactapi.micloud.xiaomi.net"
PUSH_HOST = "app.chat.xiaomi.net"
PUSH_PORT = 5222

NEWS_HOST, WEATHER_HOST, CONNECT_HOST = "www.harbour-news.example", "weather.example", "connect.wlan-check.example"
UPDATE_HOST, NOTES_HOST, TIME_HOST = "updates.phone-maker.example", "notes.example", "time.example"
TIME_PORT, TLS_PORT, HTTP_PORT = 123, 443, 80

ZONE = {
    SMS_HOST: CLOUD_INSIDE, GALLERY_HOST: CLOUD_INSIDE, CONTACT_HOST: CLOUD_INSIDE, PUSH_HOST: PUSH_INSIDE,
    NEWS_HOST: "203.0.113.80", WEATHER_HOST: "203.0.113.81", CONNECT_HOST: "203.0.113.82",
    UPDATE_HOST: "192.0.2.44", NOTES_HOST: "192.0.2.45", TIME_HOST: "192.0.2.123",
}


def published(address: str) -> str:
    """The address as it stands in the capture."""
    return PUBLISHED.get(address, address)
