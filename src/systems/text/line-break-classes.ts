// Written by scripts/line-break-classes.mjs; edit that.

export const AL = 0;
export const HL = 1;
export const NU = 2;
export const ID = 3;
export const CM = 4;
export const ZWJ = 5;
export const SP = 6;
export const BK = 7;
export const ZW = 8;
export const WJ = 9;
export const GL = 10;
export const CL = 11;
export const CP = 12;
export const EX = 13;
export const SY = 14;
export const IS = 15;
export const OP = 16;
export const QU = 17;
export const PI = 18;
export const PF = 19;
export const NS = 20;
export const B2 = 21;
export const BA = 22;
export const BB = 23;
export const HY = 24;
export const HH = 25;
export const CB = 26;
export const IN = 27;
export const PR = 28;
export const PO = 29;
export const JL = 30;
export const JV = 31;
export const JT = 32;
export const H2 = 33;
export const H3 = 34;
export const RI = 35;
export const EB = 36;
export const EM = 37;
export const SA = 38;

/**
 * Line break classes of the first two planes as runs: a character from `:` on for the class, then the length in base 36 where it
 * is not 1.
 */
export const CLASS_RUNS =
  '>9PA4>i@GK:VW:KJF:VIRIH<aI2:3G:rJVF:tJPE:>6A>qDJWV3:5L:P:2WV:2Q:6M:3J:egQ:3Q:iQ:w>2kD7>d:eI:78>7:73IS3:2V2>19S>:>2:>2G>9;z:d<6:3W3I2:2>bG>G3:17>l<aW<2:3>:2rG:>7<:>6:2>2:>4:2<a:n>:u>t:2h>b:f<a:x>9:4IG:3>V2:m>4:>9:>3:>7:15>5:1e<7>9:16>o<>x:1i>3:>i:>7:a>2P2<a:h>4:1j>:>g:9>5:6>4<a:2W2:5W:V:2>7:1j>t:d<a>2:3>:b>4:1j>:>i:i>4<a:V8:>b:1j>:>u:6>4<a:i>:1n>i:7>f<a:9V:6>5:1j>:>q:a>4<hQ:9>3Q:1j>:>v:5>4<b:2>h:1j>2:>g:9>:a>4<a:9W:7>4:1x>s<c>2:d`1c>`2>bV`7>8:<aP13`1c>`2>9`b>8<c`10:Q4:Q2DQ2PDG5D:G:3>2:6<a:aP>:>:>JEJE>2:1d>eP>5P>2:5>1dP2:6>:9Q2PQ:5D13`17>k`<aP2:4`6>4`4>3`>3`2>7`3>4`d>c`><a>4`2:2oX2oY20Z2g:9p>3:P:4eS:hrP:qJE4:23P3:10>d:j>3Pb:i>e:i>e`1g>wP2N`P:PV`>3<g:iG2P2Q:G2:>3D><g:2t>2:y>:3a>w:4G2<a`3k<a`6:1j>7:2`1h>a`>w<w`g>2d:1b>h:b<aP2:P4:a>9:9P3>3:u>d:2<a:18>m:14>nP5<d:3<a:10P2:28>3:>l:4>:6>:2>3:5i>dD>1aD>3:e5Q:2P7DP3B>?>2SDS2O:3LMJL2MJL:4U3PA2>5DW8:LM:N2:6IJEN3:cP:P4:P3C:5>a:dJE:eJE2:gV7WVeWV4WV2WVWVf>1c:3W:5W:cV:6zV2:63U:oJEJE:e=2:dJE:5h=4:ek=4:g=2:2=:=3^=2:p=3:18=:m=:1p=c:4=:=3:=2:3=2:2=:2=3:8=:6=5:=2^=:2=8:3=2^4:25K6:G2=:3JEJEJEJEJEJEJE:27JE:vJEJEJEJEJE:b7JEJEJEJEJEJEJEJEJEJEJE:1rJEJE:wJE:kx>3:7GP3:GP:34Pf>:2o>wK2LMLMK3LMKLMP8:SJP:2LM:2LMJEJEJEJEP4G:P2:P2:5O2P3:SPJP8:P:P2:3G2JFJFJFJFSz=aoPE2=2N=2JEJEJEJEJE=2JEJEJEJENJE2=a>6=5>=5N2=2k>2N4=N=2iN=N2=95:8=5f4:1s=g7pN=xm:1aP2:7hPGP:g<a:1x>4:>a:w>2:28>2:Pd:76>:3>:4>:n>5:4>4:8W:1nQ2Ga>2:1e>qP2<g>i:aQ:2><a:s>8P2:n>o:Xw>4:1b>e:6P3:6<e:2`5>`a<a`6:15>n:3>:8>4<c:P3`r>3`1e>`>3`2>2`5>2`>`u:b>5P2:3>c:6a>8P>4<8n4YrZ1h:6io=e8:t;>;a:;12:dqEJ:58W:3>gE5G2JEU7D>D>D>D2>D>D>D2>=5JEJEJEJEJEJEJEJE=2JE=7E=E2N2G2=JEJEJE=aVW=5:3zC2G=2VW=2JE=2E=E=bN2=3G=rJ=E=tJ=E=JE2JE2N=1kN2=1sWV=3V3:h>3T:77P7:6u>3n:2o>:45>a:vP:1cP:5r<g:pzP:5jP:69>f:14>8:gP8:3x>6:5P6Ua:1lP7:dg>c<8g:23>2S3:46>b:1d>4:3e>3:1h>fP2:t<a>:2>2:a>4:19>b:2<P4>b<:y<g>3:10>f<aP4:>2:18>:Q:a>3:1c>e:4P2:P>4:>2<a:Q:P4:23>cP2:P2:>1u:15P7:1b>h<g>5:1i>2:>i:7>6:5>4e:1h>i:4P4:<aP3:>:29>k:c<4w:1b>iQP2G2:3Pf:4>10:1c>hP2:d<gQw:17>d:8<1s`t>j<a`2P3`5d:18>f:4l<a:1y>f:>:>2Pc<28:1d>g:Q:>s:>a:14>7:>4Q:P4Q:>9:>b:1a>gP3:Q3Pf:an>h:Pf<a:mQG:w>32:1d>l:>9<g:16>e:8<8w:j>4:6eW4:uP:vkPg:2qgJ3E3:10E:3JEJE:6nJE2:50D7JE348:cuJE:780<eP2:28<g:w>5Pb:1c>7P3:aP:b<b:n0P2:52>:>1u:25N4Dc>g=5c0:e8=6wg:g=2dc:4d>2P>3ow:et>5:3>m:2>7:u>4:44>3:13d<1e:e8>1j:4>1e:8>:e>:2P4:g>v9:74>74:1c>7:9<e:9s>i:18>4<fVyp:6o>1c:1w>7:5<eJlv:1nW:3W:nj=74:d=3:2l=3:1p=1l]q=at^=m:2=n:2=5:=5^3=2^=2^3=1a_5=1u^2=2^b=l^j=3^=4^3=^3=7^=^=e:=:=:=5^=4:=:2=25:7=g:e=d:o=16^2=4^=l^=4^2=1p:8=o:6=23^3=3^5:12K3N3:4=z^=g^3=9^=b^=1f:38=c:2d=17:c=4:1k=8:a=6:14=8:u=2a:c^=2^=8^8=6^=9^a=2^3=1k^=1p^2=^2=^=h^3=^d=y:2c=33^3=16^9=7:6o<g=sg';
