/** Where Linux says that NVIDIA's driver is loaded. */
export const DRIVER_FILE = '/proc/driver/nvidia/version';
