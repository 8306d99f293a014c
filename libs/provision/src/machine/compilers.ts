/** The C++ compilers that are tried, after `$CXX`. */
export const USUAL_COMPILERS = ['g++', 'clang++', 'c++'];
