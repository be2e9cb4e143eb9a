// The functions of libm that the package uses, so that what computes needs no other import.
@_exported import func Glibc.cos
@_exported import func Glibc.exp
@_exported import func Glibc.expm1
@_exported import func Glibc.floor
@_exported import func Glibc.log
@_exported import func Glibc.log10
@_exported import func Glibc.log1p
@_exported import func Glibc.pow
@_exported import func Glibc.powf
@_exported import func Glibc.round
@_exported import func Glibc.sin
@_exported import func Glibc.sqrt
@_exported import func Glibc.tanh
