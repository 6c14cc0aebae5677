"""The canonical fields and the headings by which files call them; one line for each field.

Columns: name, kinds, reader, needed by, label (ja), label (en), headings.  Kinds: A applicants,
E employees, L leavers, O openings, C hiring costs, H hours of side work, K known persons of an
agency, T members of a town, S needs of a season.  A heading is written without spaces, signs and
digits, in lower case, as ``heading_key`` folds it; headings go on in indented lines.
"""

from typing import Final

FIELD_TABLE: Final = """
external_id | AO | id | | 応募ID | id in the other system |
  id 応募id 応募者id 応募番号 エントリーid エントリー番号 受付番号 候補者id 管理番号 求人id
  求人番号 applicationid candidateid entryid remoteid jobid
employee_no | AELH | id | ELH | 社員番号 | employee number |
  社員番号 従業員番号 スタッフコード 社員コード 従業員コード 職員番号 社員id 従業員id empcode
  employeecode employeeno employeenumber employeeid staffcode code num
name | AELK | name | AELK | 氏名 | full name |
  氏名 名前 お名前 おなまえ なまえ 姓名 応募者 応募者名 候補者名 候補者氏名 応募者氏名 社員名
  社員氏名 従業員名 従業員氏名 本人氏名 氏名漢字 name fullname candidatename employeename
family_name | AELK | name | | 姓 | family name |
  姓 苗字 名字 氏 姓漢字 漢字姓 lastname familyname surname
given_name | AELK | name | | 名 | given name | 名 名漢字 漢字名 下の名前 firstname givenname
name_kana | AELK | kana | | 氏名（カナ） | name in kana |
  フリガナ ふりがな カナ かな 氏名カナ 氏名かな 氏名フリガナ 氏名ふりがな 氏名ヨミガナ
  氏名よみがな カナ氏名 名前カナ 名前フリガナ 名前ふりがな お名前フリガナ ヨミガナ よみがな 読み
  応募者氏名カタカナ統一 namekana kananame
family_kana | AELK | kana | | 姓（カナ） | family name in kana |
  姓カナ 姓かな カナ姓 姓フリガナ 姓ふりがな 姓ヨミガナ 姓よみがな フリガナ姓 ヨミガナ姓 セイ
  せい lastnamekana familynamekana
given_kana | AELK | kana | | 名（カナ） | given name in kana |
  名カナ 名かな カナ名 名フリガナ 名ふりがな 名ヨミガナ 名よみがな フリガナ名 ヨミガナ名 メイ
  めい firstnamekana givennamekana
former_family_name | AEL | name | | 旧姓 | former family name |
  旧姓 旧氏 旧姓漢字 maidenname formerlastname formerfamilyname
business_family_name | AEL | name | | ビジネスネーム（姓） | family name used at work |
  ビジネスネーム姓 通称姓 職場姓 ビジネスネーム 通称 通称名 businessname businesslastname
business_given_name | AEL | name | | ビジネスネーム（名） | given name used at work |
  ビジネスネーム名 通称名前 businessfirstname
birth_date | AELK | birth | | 生年月日 | birth date |
  生年月日 誕生日 生年 生年月 birthday birthdate dateofbirth dob
age | AEL | age | | 年齢 | age | 年齢 年令 満年齢 歳 age
age_as_of | A | date | | 更新日 | as of | 更新日 最終更新日 updatedat lastupdated
mail | AELKT | mail | T | メールアドレス | mail address |
  メール メールアドレス eメール eメールアドレス 電子メール mail email mailaddress emailaddress
  emailaddresses 連絡先メール 連絡先メールアドレス 社用メール 社用メールアドレス
  会社メールアドレス pcメール 携帯メール メアド
private_mail | EL | mail | L | 私用メール | private mail address |
  私用メール 私用メールアドレス 個人メール 個人メールアドレス personalemail privatemail
phone | AELK | phone | | 電話番号 | phone |
  電話番号 電話 携帯電話 携帯電話番号 携帯番号 携帯 tel tel携帯 telno 連絡先電話番号
  ご連絡先電話番号 連絡先電話 日中連絡先 phone phonenumber phonenumbers mobile mobilephone
  自宅電話 固定電話 自宅電話番号
postal | AEL | postal | | 郵便番号 | postal code |
  郵便番号 郵便 住民票住所郵便番号 現住所郵便番号 住所郵便番号 zip zipcode postalcode postcode
prefecture | AELO | prefecture | | 都道府県 | prefecture |
  都道府県 都道府県名 県名 住民票住所都道府県 現住所都道府県 住所都道府県 prefecture state
prefecture_code | AEL | prefecture_code | | 都道府県コード | prefecture code |
  prefecturecode 都道府県コード
city | AEL | city | | 市区町村 | municipality |
  市区町村 市区町村名 市町村 住民票住所市区町村 現住所市区町村 住所市区町村 city
address | AEL | address | | 住所 | address |
  住所 現住所 ご住所 居住地 所在地 住所丁目番地 丁目番地 番地 町域番地 住民票住所丁目番地
  現住所丁目番地 住民票住所 address streetaddress residentialaddress
building | AEL | text | | 建物名 | building |
  建物名 建物名部屋番号 マンション名 住民票住所建物名 現住所建物名 building
residential_postal | EL | postal | | 現住所の郵便番号 | postal code of the home |
  residentialzipcode
residential_prefecture_code | EL | prefecture_code | | 現住所の県コード | code of the home |
  residentialprefecturecode
residential_address | EL | address | | 現住所 | address of the home | 居所住所
applied_at | A | moment | A | 応募日時 | applied at |
  応募日 応募日時 応募時刻 エントリー日 エントリー日時 応募受付日 応募受付日時 受付日 受付日時
  appliedat applied applieddate applicationdate createdat
route | A | route | | 応募経路 | route |
  応募経路 応募ルート 経路 媒体 媒体名 応募媒体 流入経路 応募元 チャネル source channel
  sourcename
route_detail | A | text | | 経路の詳細 | route in detail |
  whogetscredit creditedtouser 紹介者 紹介者名 推薦者
agency_name | A | text | | 紹介会社 | agency |
  エージェント エージェント名 エージェント会社名 紹介会社 紹介会社名 人材紹介会社 agency
  agencyname
step | A | step | A | 選考段階 | step |
  選考ステップ 選考ステータス 選考フェーズ 選考段階 選考状況 最終の選考ステータス 最終ステータス
  最終選考ステータス ステータス 段階 進捗 進捗状況 到達ステップ 現在のステップ stage status
  currentstage currentinterviewstage applicationstatus
end_reason | A | end | | 選考終了理由 | how it ended |
  選考終了理由 終了理由 合否 合否結果 選考結果 最終結果 結果 けっか 合否判定 不合格理由区分
  outcome result archivereason rejectionreason rejectionreasonname
rejected_on | A | end_date | | 不合格日 | not selected on |
  不合格 不合格日 不採用日 見送り日 お見送り日 不採用通知日 rejectedat rejectedon
withdrawn_on | A | end_date | | 辞退日 | withdrew on |
  辞退 辞退日 選考辞退日 内定辞退日 withdrawnat
joined_on | AEL | end_date | E | 入社日 | joined on |
  入社日 入社年月日 入社決定日 入社予定日 入職日 採用日 採用年月日 entereddate joineddate
  hiredate startdate hiredon joinedon entrydate
ended_on | A | date | | 結果日 | ended on |
  結果日 選考終了日 終了日 判定結果入力日 結果通知日 closedat archivedat
decided_by | A | text | | 決定者 | decided by | 決定者 判定者
internal_reason | A | note | | 内部理由 | internal reason | 内部理由コード 内部理由
step_dates | A | step_date | | 段階の実施日 | day of a step |
  面接日 面接日程 面接日程曜日 面接日時 面接予定日 選考日 一次面接日 二次面接日 最終面接日
  書類選考日 interviewdate
step_times | A | step_time | | 面接時間 | time of an interview | 面接時間 面接時刻 面接開始時間
job_title | AO | text | AO | 職種・求人 | job |
  募集職種 求人名 求人名称 求人タイトル 求人 応募職種 応募求人 職種 職種名 募集 募集要項
  応募ポジション ポジション job jobtitle jobname position title
job_group | A | text | | 求人振り分け | group of jobs | 求人振り分け 求人グループ
present_employer | A | text | | 現職 | present employer |
  現職 現職企業 現職企業名 現職会社名 現在の勤務先 勤務先 勤務先名 在籍企業 会社名 直近企業
  company currentcompany presentemployer companyname
employer | E | text | | 法人 | company | 法人 法人名 会社 会社名 所属会社 company
department | AELO | text | E | 部署 | department |
  部署 部署名 所属 所属部署 部門 部門名 配属 配属先 課 最終所属 本務 department dept
  departmentname
sub_departments | EL | text | | 兼務 | further departments | 兼務 兼務部署 兼務所属 subdepartments
position | AEL | text | | 役職 | position |
  役職 役職名 肩書 肩書き 職位 title jobtitle positionname
grade | EL | text | | 等級 | grade | 等級 職能等級 グレード 最終等級 grade
employment_type | AELO | text | | 雇用形態 | type of employment |
  雇用形態 雇用区分 雇用形態名 社員区分 雇用契約形態 契約形態 employmenttype contracttype
status | EL | status | | 在籍状況 | status |
  在籍状況 在籍区分 在籍ステータス 在職状況 在職区分 状態 employmentstatus empstatus status
occupation | EL | text | | 職種 | occupation | 職種 職種名 occupation
work | ELO | note | | 業務内容 | work | 業務内容 担当業務 仕事内容 職務内容 description
left_on | EL | date | L | 退職日 | left on |
  退職日 退社日 退職年月日 退社年月日 離職日 退職予定日 retireddate leftdate terminationdate
  resigneddate enddate
left_reason | EL | note | | 退職理由 | reason for leaving |
  退職理由 退職事由 離職理由 退社理由 resignreason
assigned_on | E | date | | 現職着任日 | in the post since | 現職着任日 着任日 異動日 発令日
valid_from | EL | date | | 適用日 | valid from |
  適用日 適用開始日 有効開始日 validfrom effectivedate
contact_allowed | L | yes_no | L | 連絡可否 | may be contacted | 連絡可否 連絡可 連絡の可否
consented_on | L | date | | 同意日 | consented on | 同意日 同意取得日
consent_version | L | text | | 同意文書版 | version of the consent | 同意文書版 同意版
tag | A | list | | ラベル | tag | 応募ラベル ラベル タグ tag tags label labels
pool | A | text | | 候補者プール | pool | prospectpool prospectstage
office | AO | text | | 拠点 | office | 拠点 勤務地 オフィス office location
links | A | list | | リンク | links |
  リンク url ポートフォリオ website socialmedia link links linkedin github
resume_file | A | text | | 履歴書ファイル | résumé file |
  履歴書ファイル 履歴書 レジュメファイル resume resumefile 職務経歴書ファイル
school | AE | text | | 学校 | school |
  学校 学校名 最終学歴 最終学歴学校名 学歴 出身校 出身学校 卒業校 school education university
careers | AE | note | | 職歴 | career | 職歴 社歴 経歴 職務経歴 経験 career careers workhistory
skills | AEO | list | | スキル | skills | スキル スキルセット 保有スキル 技術 語学 skills skill
certificates | AEO | list | | 資格 | certificates |
  資格 保有資格 取得資格 免許 免許資格 資格免許 certificates certificate licenses
salary_current | A | salary | | 現年収 | present salary |
  現年収 現在年収 現在の年収 年収 直近年収 currentsalary
salary_wish | A | salary | | 希望年収 | wished salary |
  希望年収 希望給与 希望月給 希望年収下限 expectedsalary desiredsalary
salary | O | salary | | 給与 | salary | 給与 年収 月給 時給 想定年収 賃金 salary
headcount | O | whole_number | | 採用人数 | people to hire |
  採用人数 募集人数 採用予定人数 headcount openings
opened_on | O | date | | 公開日 | opened on | 公開日 募集開始日 掲載開始日 openedat
closed_on | O | date | | 締切日 | closes on | 締切日 募集終了日 掲載終了日 closedat
assessment | AEL | note | | 評価（社内のみ） | assessment (company only) |
  評価 総合評価 人事評価 スコア 点数 面接メモ 面接評価 面接官コメント 評価コメント score rating
  scorecard
note | AELOCHTS | note | | 備考 | note |
  備考 メモ めも 備考欄 特記事項 コメント 所感 その他 レジュメフリーテキスト note notes memo
  remarks comment comments
year_month | CS | month | CS | 年月 | month | 年月 対象年月 月 month
scope | C | text | C | 範囲 | scope | 範囲 外部内部
cost_route | C | route | C | 経路 | route | 経路 応募経路
hiring_kind | C | text | C | 区分 | kind of hiring | 区分 採用区分
occupation_group | C | text | | 職種群 | group of occupations | 職種群
amount_yen | C | yen | C | 金額 | amount | 金額 費用 採用費 amount
hired_count | C | whole_number | | 採用人数 | people hired | 採用人数
worked_on | H | date | H | 日付 | day | 日付 勤務日 date
first_minutes | H | minutes | H | 先契約分 | minutes of the first contract | 先契約分
second_minutes | H | minutes | H | 後契約分 | minutes of the second contract | 後契約分
holiday_minutes | H | minutes | | 休日労働（分） | minutes on days off | 休日労働分 休日労働
seeker_no | K | id | K | 求職受付番号 | registration number | 求職受付番号
member_no | TS | id | TS | 会員番号 | member number | 会員番号
member_name | T | text | T | 名称 | name | 名称
member_kind | T | text | T | 種別 | kind | 種別
corporate_number | T | id | | 法人番号 | corporate number | 法人番号
contact_person | T | name | | 担当者 | contact | 担当者 担当者名
licence_no | T | id | | 許可番号 | licence number | 許可番号
needed_hours | S | whole_number | S | 必要時間 | hours needed | 必要時間
season_work | S | text | | 作業 | work | 作業
"""
