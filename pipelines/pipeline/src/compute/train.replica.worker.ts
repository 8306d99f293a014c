import '@tintype/network/replica';
