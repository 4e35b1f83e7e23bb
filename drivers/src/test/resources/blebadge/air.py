"""BlueZ' D-Bus interface, as python-dbusmock's template bluez5 has it, with an adapter and a badge.

air.py BUS-ADDRESS reads lines "rssi DBM", "manufacturer HEX" (company FFFF) or "service HEX" (Eddystone) and tells the
change as bluetoothd does.
"""
import sys

import dbus

bus = dbus.bus.BusConnection(sys.argv[1])
root = dbus.Interface(bus.get_object('org.bluez', '/org/bluez'), 'org.bluez.Mock')
root.AddAdapter('hci0', 'lab')
device = root.AddDevice('hci0', '11:22:33:44:55:66', 'phone')
mock = dbus.Interface(bus.get_object('org.bluez', device), 'org.freedesktop.DBus.Mock')


def octets(text):
    return dbus.Array([dbus.Byte(b) for b in bytes.fromhex(text)], signature='y', variant_level=1)


def changed(name, value):
    mock.EmitSignal('org.freedesktop.DBus.Properties', 'PropertiesChanged', 'sa{sv}as',
                    ['org.bluez.Device1', dbus.Dictionary({name: value}, signature='sv'),
                     dbus.Array([], signature='s')])


print('ready', flush=True)
for line in sys.stdin:
    what, text = line.split()
    if what == 'rssi':
        changed('RSSI', dbus.Int16(int(text), variant_level=1))
    elif what == 'manufacturer':
        changed('ManufacturerData',
                dbus.Dictionary({dbus.UInt16(0xFFFF): octets(text)}, signature='qv', variant_level=1))
    elif what == 'service':
        changed('ServiceData', dbus.Dictionary({'0000feaa-0000-1000-8000-00805f9b34fb': octets(text)},
                                               signature='sv', variant_level=1))
